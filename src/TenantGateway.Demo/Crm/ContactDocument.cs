using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace TenantGateway.Demo.Crm;

/// <summary>
/// One contact as the exact bytes that were sent. It is never parsed into a tree and written again, so that whoever looks at what is stored
/// sees what the gateway sent: the order of names, <c>5.0</c>, white space and all.
/// </summary>
internal sealed class ContactDocument
{
    /// <summary>The value of the top-level <c>id</c>; empty where the document has none.</summary>
    private Range? _idValue;

    /// <summary>Right after the opening brace.</summary>
    private int _inside;

    private bool _isEmpty = true;

    private ContactDocument(byte[] utf8) => Received = utf8;

    /// <summary>The bytes as they were received.</summary>
    public byte[] Received { get; }

    public bool HasId => _idValue is not null;

    /// <summary>The document's own top-level <c>id</c> where it is a string.</summary>
    public string? Id { get; private set; }

    /// <summary>The document's top-level <c>email</c> where it is a string: what the list is filtered by.</summary>
    public string? Email { get; private set; }

    /// <summary>The document, or null for anything but one JSON object (RFC 8259) in UTF-8 with at most one top-level <c>id</c>.</summary>
    public static ContactDocument? TryParse(byte[] utf8)
    {
        var document = new ContactDocument(utf8);
        try
        {
            return Utf8.IsValid(utf8) && document.Scan() ? document : null;
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: half of a surrogate pair, which has no UTF-16 form.
            return null;
        }
    }

    /// <summary>The bytes to answer: as stored, with the id in front where the document has none of its own.</summary>
    public byte[] Render(string id) => HasId ? Received : Splice(_inside.._inside, $"\"id\":\"{id}\"{(_isEmpty ? "" : ",")}");

    /// <summary>The bytes to store of a new document: an id that the caller made up gives way to the assigned one.</summary>
    public byte[] Assign(string id) => _idValue is { } range ? Splice(range, $"\"{id}\"") : Received;

    private bool Scan()
    {
        var reader = new Utf8JsonReader(Received);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return false;

        _inside = (int)reader.BytesConsumed;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            _isEmpty = false;
            if (!ScanProperty(ref reader))
                return false;
        }

        // Reads on to the end: anything behind the object throws.
        return !reader.Read();
    }

    private bool ScanProperty(ref Utf8JsonReader reader)
    {
        var isId = reader.ValueTextEquals("id"u8);
        var isEmail = reader.ValueTextEquals("email"u8);
        reader.Read();
        if (isId && HasId)
            return false;

        var text = (isId || isEmail) && reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        if (isId)
            (Id, _idValue) = (text, start..(int)reader.BytesConsumed);
        else if (isEmail)
            Email = text;
        return true;
    }

    private byte[] Splice(Range range, string text)
    {
        var (offset, length) = range.GetOffsetAndLength(Received.Length);
        return [.. Received.AsSpan(0, offset), .. Encoding.UTF8.GetBytes(text), .. Received.AsSpan(offset + length)];
    }
}
