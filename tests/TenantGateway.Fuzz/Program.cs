using System.Globalization;
using System.Security.Cryptography;
using TenantGateway.Fuzz;

var minutes = double.Parse(Option("--minutes") ?? "2", CultureInfo.InvariantCulture);
var seed = Option("--seed") is { } given ? ulong.Parse(given, CultureInfo.InvariantCulture) : BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(4));
var targets = FuzzTargets.All.Where(target => Option("--only") is not { } only || target.Name == only).ToArray();
if (targets.Length == 0) throw new ArgumentException($"--only is one of {string.Join(", ", FuzzTargets.All.Select(target => target.Name))}.", nameof(args));

Console.WriteLine($"seed {seed}");
var broken = 0;
foreach (var target in targets)
{
    var result = await FuzzRun.RunAsync(target, seed, TimeSpan.FromMinutes(minutes / targets.Length));
    Console.WriteLine($"{target.Name,-8} | {result.Inputs,10} inputs | {(result.Finding is null ? "kept" : "BROKEN")}");
    if (result.Finding is null) continue;
    broken++;
    Console.WriteLine(result.Finding);
}

Console.WriteLine();
Console.WriteLine($"{targets.Length - broken} kept, {broken} broken");
return broken == 0 ? 0 : 1;

string? Option(string name) => args.SkipWhile(argument => argument != name).Skip(1).FirstOrDefault();
