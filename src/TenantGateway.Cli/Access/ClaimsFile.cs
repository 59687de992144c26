using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using TenantGateway.Cli.Terminal;

namespace TenantGateway.Cli.Access;

/// <summary>Reads the claims of a token from a file that holds either them or the token. Of a token only the payload is taken: what is sent on opens nothing.</summary>
internal static class ClaimsFile
{
    private const int MaxLength = 64 * 1024;

    public static Answer<JsonDocument> Read(string path)
    {
        try
        {
            if (new FileInfo(path).Length > MaxLength) return Wrong("is larger than 64 KB");
            return Parse(File.ReadAllText(path).Trim());
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new CliFailure(ExitCode.Usage, "unreadable_file", unreadable.Message, "Check the path and its permissions.");
        }
    }

    private static Answer<JsonDocument> Parse(string text)
    {
        try
        {
            if (!text.StartsWith('{'))
            {
                if (text.Split('.') is not [_, var payload, _]) return Wrong("holds neither a signed token nor its claims");
                text = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(payload));
            }

            var claims = JsonDocument.Parse(text, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return claims.RootElement.ValueKind == JsonValueKind.Object ? claims : Wrong("holds no JSON object");
        }
        catch (Exception malformed) when (malformed is JsonException or FormatException or InvalidOperationException)
        {
            // Without what the parser says: it may quote the token.
            return Wrong("holds neither a signed token nor its claims");
        }
    }

    private static CliFailure Wrong(string what) => new(ExitCode.Invalid, "invalid_claims", $"The file {what}.", "Give the claims of a token as one JSON object, or a token in three parts.");
}
