using System.Collections.Immutable;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Core.Tests.Keys;

/// <summary>Records of one tenant, for what goes by their states alone.</summary>
internal static class Records
{
    public static readonly DateTimeOffset Made = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static GenerationRecord Of(KeyLine line, int number, GenerationState state) => new()
    {
        Tenant = TenantId.Parse("acme"),
        KeyId = KeyId.FromBits((uint)((int)line * 100 + number)),
        Line = line,
        Number = number,
        State = state,
        Epoch = 5,
        KekId = "local:kek-acme/1",
        WrappedKey = state == GenerationState.Destroyed ? ReadOnlyMemory<byte>.Empty : new byte[] { 1, 2, 3 },
        Signature = new byte[64],
        CreatedAt = Made,
        StateSince = Made,
    };

    /// <summary>Lines of states, the first generation first: <c>"data readable primary; lookup primary"</c>.</summary>
    public static ImmutableArray<GenerationRecord> Of(string lines) =>
    [
        .. from line in lines.Split(';', StringSplitOptions.TrimEntries)
           let words = line.Split(' ')
           from number in Enumerable.Range(1, words.Length - 1)
           select Of(Enum.Parse<KeyLine>(words[0], ignoreCase: true), number, Enum.Parse<GenerationState>(words[number], ignoreCase: true)),
    ];
}
