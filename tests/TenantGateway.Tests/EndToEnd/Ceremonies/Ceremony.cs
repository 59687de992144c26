using System.Diagnostics;
using System.Text.RegularExpressions;
using TenantGateway.Tests.Cli;

namespace TenantGateway.Tests.EndToEnd.Ceremonies;

/// <summary>Does one step after the other: what is typed at <c>tgw</c> and <c>curl</c> is executed, all else is done by what stands in for it.</summary>
internal sealed partial class Ceremony(CeremonyWorld world)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly OutsideSteps _outside = new(world);

    private readonly Dictionary<string, string> _variables = new()
    {
        ["TGW_ADMIN"] = world.Admin.GetLeftPart(UriPartial.Authority),
        ["ISSUER"] = world.Issuer,
        ["VAULT"] = world.Customers.Address.GetLeftPart(UriPartial.Authority),
        ["DIRECTORY"] = world.Customers.DirectoryId,
        ["RECORD"] = world.RecordDirectory,
        ["STATE"] = world.StateDirectory,
    };

    private string _keys = "";

    public async Task DoAsync(CeremonyStep step)
    {
        if (step.Language == "console") await TypeAsync(step);
        else await _outside.DoAsync(ShellWords.Split(step.Command, _variables), _keys);
    }

    private async Task TypeAsync(CeremonyStep step)
    {
        var ran = await RunAsync(step);
        // What happens on its own time is looked at until it is as the page says.
        for (var since = Stopwatch.StartNew(); IsLook(step) && Difference(ran, step) is not null && since.Elapsed < Patience; ran = await RunAsync(step)) await Task.Delay(Pause);
        Assert.True(Difference(ran, step) is null, $"Line {step.Line}, {step.Section}: {step.Command}\nThere is no \"{Difference(ran, step)}\" in\n{ran.Output}{ran.Error}");
        Note(step, ran.Output);
    }

    private async Task<Ran> RunAsync(CeremonyStep step)
    {
        if (step.Command.Contains("$TOKEN", StringComparison.Ordinal)) _variables["TOKEN"] = await world.TokenAsync(step.Person == "customer" ? "keys@acme" : $"agent@{Tenant().Match(step.Command).Groups[1].Value}");
        var words = ShellWords.Split(step.Command, _variables);
        return words[0] switch
        {
            "tgw" => await world.TgwAsync(AccountOf(step.Person), words.Skip(1)),
            "curl" => new Ran(0, await CurlCaller.RunAsync(words, world.Admin, world.Data), ""),
            _ => throw new NotSupportedException($"Nobody types this: {step.Command}"),
        };
    }

    private static string AccountOf(string person) => person switch
    {
        "" => "admin@operator",
        "approver" => "approver@operator",
        "reviewer" => "reviewer@operator",
        _ => throw new NotSupportedException($"Nobody is called {person}."),
    };

    private static bool IsLook(CeremonyStep step) => Look().IsMatch(step.Command);

    /// <summary>What the page says and the output does not have, in its order; null where all is there.</summary>
    internal static string? Difference(Ran ran, CeremonyStep step)
    {
        if (ran.Exit != 0) return "success";
        string[] lines = [.. ran.Output.Split('\n').Select(Plain)];
        var next = 0;
        foreach (var wanted in step.Prints)
        {
            var pattern = $"^{Regex.Escape(Plain(wanted)).Replace(@"\.\.\.", ".*", StringComparison.Ordinal)}$";
            var found = Array.FindIndex(lines, next, line => Regex.IsMatch(line, pattern));
            if (found < 0) return wanted;
            next = found + 1;
        }

        return null;
    }

    private static string Plain(string line) => Spaces().Replace(line, " ").Trim();

    /// <summary>Keeps what later lines call by a variable.</summary>
    private void Note(CeremonyStep step, string output)
    {
        if (Operation().Match(output) is { Success: true } operation) _variables["OPERATION"] = operation.Value;
        if (Hash().Match(output) is { Success: true } hash) _variables["HASH"] = hash.Groups[1].Value;
        if (!step.Command.StartsWith("tgw keys list", StringComparison.Ordinal)) return;
        _keys = output;
        if (Older().Match(output) is { Success: true } older) _variables["GENERATION"] = older.Groups[1].Value;
    }

    [GeneratedRegex(@"//([a-z]+)\.example/")]
    private static partial Regex Tenant();

    [GeneratedRegex("^(tgw [a-z]+ (list|show)|tgw tenants certificate|curl -[a-z]+ [^-])")]
    private static partial Regex Look();

    [GeneratedRegex(" +")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"\bop_[a-z0-9]{26}\b")]
    private static partial Regex Operation();

    [GeneratedRegex(@"--hash ([0-9a-f]{64})\b")]
    private static partial Regex Hash();

    [GeneratedRegex(@"^ *(\S+) +data +\d+ +readable", RegexOptions.Multiline)]
    private static partial Regex Older();
}
