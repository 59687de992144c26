using System.Globalization;
using System.Text;
using TenantGateway.Cli.Terminal;

namespace TenantGateway.Cli.Conversion;

/// <summary>
/// The file beside the output that says how far a conversion has come: a line for the run, then one line for every piece whose output is on the disk.
/// It is only ever appended to, and on the disk before the next piece is asked for, so that at most one piece is done again. A torn last line does not count.
/// </summary>
internal sealed class ConversionLog : IDisposable
{
    private const string Version = "tgw-conversion-1";

    private readonly FileStream _file;

    private ConversionLog(FileStream file) => _file = file;

    public static string PathOf(string output) => output + ".progress";

    /// <summary>Begins a log.</summary>
    public static ConversionLog Create(string output, string tenant, string run)
    {
        var log = new ConversionLog(PrivateFile.Create(PathOf(output)));
        log.Append($"{Version} {tenant} {run}");
        return log;
    }

    /// <summary>Opens a log, and says how far it has come.</summary>
    public static Answer<ConversionLog> Open(string output, string tenant, string run, out ConversionPosition position)
    {
        position = ConversionPosition.Start;
        var file = new FileStream(PathOf(output), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        using var reader = new StreamReader(file, Encoding.ASCII, leaveOpen: true);
        // What follows the last end of a line was torn off by a crash.
        var text = reader.ReadToEnd();
        var whole = text[..(text.LastIndexOf('\n') + 1)];
        var lines = whole.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length > 0 && lines[0] != $"{Version} {tenant} {run}" || lines.Skip(1).Any(line => ConversionPosition.TryParse(line) is null))
        {
            file.Dispose();
            return new CliFailure(ExitCode.Conflict, "other_conversion", $"{PathOf(output)} belongs to another conversion.", "Give the output of this one, or begin a new one elsewhere.");
        }

        if (lines.Length > 1 && ConversionPosition.TryParse(lines[^1]) is { } last) position = last;
        file.SetLength(whole.Length);
        file.Seek(0, SeekOrigin.End);
        var log = new ConversionLog(file);
        if (lines.Length == 0) log.Append($"{Version} {tenant} {run}");
        return log;
    }

    /// <summary>The output up to there is on the disk.</summary>
    public void Append(ConversionPosition position) => Append(position.ToString());

    public void Dispose() => _file.Dispose();

    private void Append(string line)
    {
        _file.Write(Encoding.ASCII.GetBytes(line + "\n"));
        _file.Flush(flushToDisk: true);
    }
}

/// <summary>How far a conversion has come: bytes of input and output, and SHA-256 over each as hexadecimal digits.</summary>
internal sealed record ConversionPosition(long Input, string InputHash, long Output, string OutputHash)
{
    private const string HashOfNothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    public static readonly ConversionPosition Start = new(0, HashOfNothing, 0, HashOfNothing);

    public static ConversionPosition? TryParse(string line) =>
        line.Split(' ') is [var input, { Length: 64 } inputHash, var output, { Length: 64 } outputHash]
        && long.TryParse(input, NumberStyles.None, CultureInfo.InvariantCulture, out var read)
        && long.TryParse(output, NumberStyles.None, CultureInfo.InvariantCulture, out var written)
            ? new ConversionPosition(read, inputHash, written, outputHash)
            : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Input} {InputHash} {Output} {OutputHash}");
}
