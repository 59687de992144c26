using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using TenantGateway.Cli.Terminal;

namespace TenantGateway.Cli.Conversion;

/// <summary>Tells people, at most once a second, how far a file has been read; scripts are told nothing.</summary>
internal sealed class ConversionProgress(Shell shell, ParseResult parse, HashedFile input)
{
    private const double Megabyte = 1024 * 1024;

    private long _toldAt = Stopwatch.GetTimestamp();

    public void Tell()
    {
        if (shell.IsJson(parse) || Stopwatch.GetElapsedTime(_toldAt) < TimeSpan.FromSeconds(1)) return;
        _toldAt = Stopwatch.GetTimestamp();
        shell.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{input.Position / Megabyte:F1} of {input.Length / Megabyte:F1} MB"));
    }
}
