using System.Text;
using TenantGateway.Core.Keys;

namespace TenantGateway.Core.Conversion;

/// <summary>The bytes of runs and inventories that are signed, laid out as those of a generation record, each under a domain string of its own.</summary>
public static class ConversionEncoding
{
    private static readonly byte[] RunDomain = "TenantGateway conversion run v1"u8.ToArray();
    private static readonly byte[] ProtectionDomain = "TenantGateway conversion run that protects v1"u8.ToArray();
    private static readonly byte[] InventoryDomain = "TenantGateway dataset inventory v1"u8.ToArray();

    /// <summary>Encodes all members but the signature; times in ticks of UTC, as they are stored, what is absent as an empty member.</summary>
    public static byte[] Encode(ConversionRun run)
    {
        using var buffer = new MemoryStream();
        SignedEncoding.Append(buffer, run.Route is null ? RunDomain : ProtectionDomain);
        Append(buffer, run.Id);
        Append(buffer, run.Tenant.Value);
        Append(buffer, run.Dataset);
        SignedEncoding.Append(buffer, run.Rewrites ? 1 : 0);
        Append(buffer, run.Actor.Value);
        Append(buffer, run.BeganAt);
        Append(buffer, run.EndedAt);
        SignedEncoding.Append(buffer, run.Offset);
        SignedEncoding.Append(buffer, run.LastOffset);
        Append(buffer, run.Tally);
        Append(buffer, run.LastTally);
        SignedEncoding.Append(buffer, run.Epoch);
        // Under a domain of their own, so that runs signed before there were these still verify.
        if (run.Route is { } route)
        {
            Append(buffer, route);
            foreach (var count in (ReadOnlySpan<long>)[run.Tally.Protected, run.Tally.Unprotected, run.LastTally.Protected, run.LastTally.Unprotected]) SignedEncoding.Append(buffer, count);
        }

        return buffer.ToArray();
    }

    /// <inheritdoc cref="Encode(ConversionRun)"/>
    public static byte[] Encode(DatasetInventory inventory)
    {
        using var buffer = new MemoryStream();
        SignedEncoding.Append(buffer, InventoryDomain);
        Append(buffer, inventory.Tenant.Value);
        SignedEncoding.Append(buffer, inventory.Datasets.Length);
        foreach (var dataset in inventory.Datasets)
        {
            Append(buffer, dataset.Name);
            Append(buffer, dataset.DeclaredAt);
        }

        SignedEncoding.Append(buffer, inventory.Epoch);
        return buffer.ToArray();
    }

    private static void Append(MemoryStream buffer, ConversionTally tally)
    {
        foreach (var count in (ReadOnlySpan<long>)[tally.Lines, tally.Rows, tally.Malformed, tally.Damaged, tally.Foreign, tally.Generations.Count, tally.Problems.Length])
        {
            SignedEncoding.Append(buffer, count);
        }

        foreach (var (generation, met) in tally.Generations)
        {
            Append(buffer, generation);
            foreach (var count in (ReadOnlySpan<long>)[met.Found, met.Rewritten, met.Unreadable, met.Damaged]) SignedEncoding.Append(buffer, count);
        }

        foreach (var problem in tally.Problems)
        {
            SignedEncoding.Append(buffer, problem.Line);
            SignedEncoding.Append(buffer, (long)problem.Kind);
        }
    }

    private static void Append(MemoryStream buffer, string text) => SignedEncoding.Append(buffer, Encoding.UTF8.GetBytes(text));

    private static void Append(MemoryStream buffer, DateTimeOffset? time)
    {
        if (time is { } at) SignedEncoding.Append(buffer, at.UtcTicks);
        else SignedEncoding.Append(buffer, []);
    }
}
