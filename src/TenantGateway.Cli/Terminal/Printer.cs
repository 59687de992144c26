using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Spectre.Console;

namespace TenantGateway.Cli.Terminal;

/// <summary>
/// Writes results and failures in the format asked for. What a gateway says is text, not terminal commands: control characters become
/// spaces. The token is cut out of whatever would carry it.
/// </summary>
internal sealed class Printer(Shell shell, ParseResult parse)
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // for a terminal, never put into HTML
    };

    private static readonly JsonSerializerOptions OneLine = new(Indented) { WriteIndented = false };

    /// <param name="value">What json shows.</param>
    /// <param name="lines">What table shows: lines of text, and tables.</param>
    public int Done(object value, params ReadOnlySpan<object> lines)
    {
        if (shell.IsJson(parse))
        {
            shell.Output.WriteLine(WithoutToken(JsonSerializer.Serialize(value, Indented)));
            return (int)ExitCode.Done;
        }

        foreach (var line in lines)
        {
            if (line is Table table) WriteTable(table);
            else shell.Output.WriteLine(Plain($"{line}"));
        }

        return (int)ExitCode.Done;
    }

    /// <summary>One line, at once.</summary>
    public void Line(string line)
    {
        shell.Output.WriteLine(Plain(line));
        shell.Output.Flush();
    }

    public int Fail(CliFailure failure)
    {
        if (shell.IsJson(parse))
        {
            var (exit, code, problem, remedy) = failure;
            var shown = new { code, problem, remedy, failure.RequestId, exitCode = (int)exit, failure.Errors };
            shell.Error.WriteLine(WithoutToken(JsonSerializer.Serialize(shown, OneLine)));
            return (int)exit;
        }

        var request = failure.RequestId is null ? "" : $" (request {failure.RequestId})";
        shell.Error.WriteLine(Plain($"tgw: {failure.Code}: {failure.Problem} {failure.Remedy}{request}"));
        foreach (var detail in failure.Errors) shell.Error.WriteLine(Plain($"  {detail}"));
        return (int)failure.Exit;
    }

    public static Table Table(params ReadOnlySpan<string> headings)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var heading in headings) table.AddColumn(new TableColumn(new Text(heading)).NoWrap());
        return table;
    }

    /// <summary>A cell of plain text, one entry a line.</summary>
    public Text Cell(params IEnumerable<string> entries) => new(string.Join('\n', entries.Select(Plain)));

    private void WriteTable(Table table)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(shell.Output),
        });
        console.Profile.Width = short.MaxValue; // ids are for copying: a terminal may wrap a line, a table must not cut it
        console.Write(table);
    }

    private string Plain(string text) => WithoutToken(string.Create(text.Length, text, static (plain, text) =>
    {
        for (var i = 0; i < plain.Length; i++) plain[i] = char.IsControl(text[i]) ? ' ' : text[i];
    }));

    private string WithoutToken(string text) =>
        shell.Variable(Shell.TokenVariable) is { } token ? text.Replace(token, "[token]", StringComparison.Ordinal) : text;
}
