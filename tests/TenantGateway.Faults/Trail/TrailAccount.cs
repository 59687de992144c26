using System.IO.Compression;
using System.Text.Json;
using TenantGateway.Faults.World;
using TenantGateway.Tests.Cli;
using TenantGateway.Tests.Demo;

namespace TenantGateway.Faults.Trail;

/// <summary>The trail as a reviewer has it: exported and verified by <c>tgw</c>.</summary>
/// <param name="Records">How many there are, numbered without a gap.</param>
/// <param name="Proofs">The proofs that hold.</param>
/// <param name="Reveals">How many records of a reveal each request has.</param>
/// <param name="Indexed">How many of these the index counts, which was killed with its process and went on.</param>
internal sealed record TrailAccount(int Records, int Proofs, IReadOnlyDictionary<string, int> Reveals, int Indexed)
{
    // What is counted beyond is not told.
    private const int MostCounted = 10_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task<TrailAccount> TakeAsync(FaultWorld world)
    {
        using var directory = new TemporaryDirectory();
        var (export, key) = (Path.Combine(directory.Path, "acme.zip"), Path.Combine(directory.Path, "key.pem"));
        await RunAsync(world, "admin@operator", "certificates", "key", "--file", key);
        await RunAsync(world, "reviewer@operator", "audit", "export", "--tenant", "acme", "--file", export);
        var verdict = (await RunAsync(world, "reviewer@operator", "audit", "verify", export, "--key", key, "-o", "json")).OutputJson;
        return new TrailAccount(verdict.GetProperty("records").GetInt32(), verdict.GetProperty("proofs").GetInt32(), Count(export), await CountIndexedAsync(world));
    }

    /// <summary>Whether the index has each record of a reveal once, as far as it tells.</summary>
    public bool IsIndexed => Indexed == Math.Min(Reveals.Values.Sum(), MostCounted);

    private static async Task<int> CountIndexedAsync(FaultWorld world)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (true)
        {
            var counts = (await RunAsync(world, "reviewer@operator", "audit", "search", "--tenant", "acme", "--event", "data.revealed", "--count", "-o", "json")).OutputJson;
            // Asking is on record as well: a few may always be behind.
            if (counts.GetProperty("indexedThrough").GetInt64() + 20 >= counts.GetProperty("logSize").GetInt64()) return counts.GetProperty("total").GetProperty("count").GetInt32();
            await Task.Delay(200, limit.Token);
        }
    }

    private static async Task<Ran> RunAsync(FaultWorld world, string user, params string[] args)
    {
        var ran = await Tgw.RunAsync(world.AdminPlane.AbsoluteUri, await world.TokenAsync(user), Patience, args);
        return ran.Exit == 0 ? ran : throw new InvalidDataException($"tgw {string.Join(' ', args.Take(2))} ends with {ran.Exit}: {ran.Error}");
    }

    private static Dictionary<string, int> Count(string export)
    {
        var reveals = new Dictionary<string, int>();
        using var zip = ZipFile.OpenRead(export);
        using var leaves = new StreamReader(zip.GetEntry("leaves.jsonl")?.Open() ?? throw new InvalidDataException("The export has no records."));
        while (leaves.ReadLine() is { } line)
        {
            using var record = JsonDocument.Parse(line);
            if (record.RootElement.GetProperty("event").GetString() != "data.revealed") continue;
            var request = record.RootElement.GetProperty("request").GetString() ?? "";
            reveals[request] = reveals.GetValueOrDefault(request) + 1;
        }

        return reveals;
    }
}
