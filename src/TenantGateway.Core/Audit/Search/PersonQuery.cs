using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TenantGateway.Core.Access;

namespace TenantGateway.Core.Audit.Search;

/// <summary>
/// Whose records are sought by a clear value: <c>{"tenant", "class", "value"}</c> and, where it is wanted, <c>from</c>, <c>to</c>, <c>limit</c>, <c>cursor</c>. The value is kept as bytes
/// that are zeroed when it is disposed of; it is in no text.
/// </summary>
public sealed class PersonQuery : IDisposable
{
    /// <summary>The longest document.</summary>
    public const int MaxBytes = 64 * 1024;

    private readonly byte[] _value;

    private PersonQuery(FieldClass fieldClass, byte[] value, IReadOnlyDictionary<string, string> parameters) => (Class, _value, Parameters) = (fieldClass, value, parameters);

    public FieldClass Class { get; }

    /// <summary>UTF-8.</summary>
    public ReadOnlySpan<byte> Value => _value;

    /// <summary>All members but class and value.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; }

    /// <param name="json">The document; the caller zeroes it.</param>
    /// <param name="query">What it asks for.</param>
    /// <param name="wrong">Why there is none, and the name of the member that is to blame, if one is.</param>
    public static bool TryRead(ReadOnlySpan<byte> json, [NotNullWhen(true)] out PersonQuery? query, out (Reason Reason, string? Member) wrong)
    {
        query = null;
        byte[]? value = null;
        string? fieldClass = null;
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        var reader = new Utf8JsonReader(json);
        wrong = (Reasons.MalformedJson, null);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString() ?? "";
                if (!reader.Read() || reader.TokenType is not (JsonTokenType.String or JsonTokenType.Number)) return false;
                wrong = (Reasons.DuplicateName, null);
                if (name == "value" ? value is not null : name == "class" ? fieldClass is not null : parameters.ContainsKey(name)) return false;
                wrong = (Reasons.MalformedJson, null);
                if (name == "value") value = Unescaped(reader);
                else if (name == "class") fieldClass = reader.GetString();
                else parameters.Add(name, reader.TokenType == JsonTokenType.String ? reader.GetString() ?? "" : Encoding.ASCII.GetString(reader.ValueSpan));
            }

            if (reader.TokenType != JsonTokenType.EndObject || reader.Read()) return false;
            if (!FieldClass.TryParse(fieldClass, out var known)) wrong = (Reasons.MalformedRequest, "class");
            else if (value is not { Length: > 0 }) wrong = (Reasons.MalformedRequest, "value");
            else
            {
                query = new PersonQuery(known, value, parameters);
                value = null;
            }
        }
        catch (JsonException)
        {
            wrong = (Reasons.MalformedJson, null);
        }
        catch (InvalidOperationException)
        {
            // The only way in which the reader says so.
            wrong = (Reasons.LoneSurrogate, null);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(value);
        }

        return query is not null;
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(_value);

    /// <summary>Names the type only.</summary>
    public override string ToString() => nameof(PersonQuery);

    private static byte[] Unescaped(in Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String) return reader.ValueSpan.ToArray();
        var buffer = new byte[reader.ValueSpan.Length];
        var length = reader.CopyString(buffer);
        var value = buffer.AsSpan(0, length).ToArray();
        CryptographicOperations.ZeroMemory(buffer);
        return value;
    }
}
