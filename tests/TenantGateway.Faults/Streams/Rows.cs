using System.Globalization;
using System.Text;

namespace TenantGateway.Faults.Streams;

/// <summary>Lines of about 1 KB, each with two fields that are protected.</summary>
internal static class Rows
{
    private const int BlockLines = 4096;
    private static readonly string Note = string.Concat(Enumerable.Repeat("the revised offer goes out before the end of the quarter, ", 15));

    /// <summary>One of them, without its line feed.</summary>
    public static string At(int number) => string.Create(
        CultureInfo.InvariantCulture, $$"""{"id":{{number}},"name":"Margarete Hollenstein {{number}}","email":"m.hollenstein{{number}}@example.org","status":"active","score":0.8734,"note":"{{Note}}"}""");

    /// <summary>Some MB of whole lines, to be sent again and again.</summary>
    /// <param name="line">Each of them, by number.</param>
    public static byte[] Block(Func<int, string> line)
    {
        var text = new StringBuilder();
        for (var i = 0; i < BlockLines; i++) text.Append(line(i)).Append('\n');
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>Writes a block as often as it takes.</summary>
    /// <param name="block">Whole lines.</param>
    /// <param name="stream">Where to.</param>
    /// <param name="most">How many bytes at least.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task WriteAsync(byte[] block, Stream stream, long most, CancellationToken cancellationToken)
    {
        for (var sent = 0L; sent < most; sent += block.Length) await stream.WriteAsync(block, cancellationToken);
    }
}
