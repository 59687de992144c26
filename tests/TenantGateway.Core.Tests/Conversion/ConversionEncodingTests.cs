using System.Collections.Immutable;
using TenantGateway.Core.Access;
using TenantGateway.Core.Conversion;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Core.Tests.Conversion;

public class ConversionEncodingTests
{
    private static readonly DateTimeOffset Time = DateTimeOffset.UnixEpoch;

    private static readonly ConversionTally Tally = new()
    {
        Lines = 1,
        Rows = 1,
        Generations = ImmutableSortedDictionary<string, GenerationTally>.Empty.Add("aaaaaa", new GenerationTally(1, 0, 0, 0)),
        Problems = [new LineProblem(1, LineProblemKind.Damaged)],
    };

    private static readonly ConversionRun Run = new()
    {
        Id = "cv_a", Tenant = TenantId.Parse("acme"), Dataset = "contacts", Rewrites = false, Actor = new ActorId("ac_a"), BeganAt = Time, Offset = 5, LastOffset = 0, Tally = Tally, Epoch = 2,
    };

    private static readonly DatasetInventory Inventory = new() { Tenant = TenantId.Parse("acme"), Datasets = [new Dataset("a", Time), new Dataset("b", Time)], Epoch = 1 };

    [Fact]
    public void EveryMemberOfARun_IsEncoded()
    {
        ConversionRun[] runs =
        [
            Run, Run with { Id = "cv_b" }, Run with { Tenant = TenantId.Parse("globex") }, Run with { Dataset = "orders" }, Run with { Rewrites = true }, Run with { Actor = new ActorId("ac_b") },
            Run with { BeganAt = Time.AddTicks(1) }, Run with { EndedAt = Time }, Run with { Offset = 6 }, Run with { LastOffset = 1 }, Run with { Epoch = 3 }, Run with { LastTally = Tally },
            .. Tallies().Select(tally => Run with { Tally = tally }), .. Tallies().Select(tally => Run with { LastTally = tally }),
        ];
        AssertDiffer(runs.Select(ConversionEncoding.Encode));
    }

    [Fact]
    public void EveryMemberOfARunThatProtects_IsEncoded()
    {
        var run = Run with { Route = "crm" };
        var (more, less) = (Tally with { Protected = 1 }, Tally with { Unprotected = 1 });
        AssertDiffer(new[] { Run, run, run with { Route = "crm2" }, run with { Tally = more }, run with { Tally = less }, run with { LastTally = more }, run with { LastTally = less } }.Select(ConversionEncoding.Encode));
    }

    [Fact]
    public void EveryMemberOfAnInventory_IsEncoded() => AssertDiffer(new[]
    {
        Inventory, Inventory with { Tenant = TenantId.Parse("globex") }, Inventory with { Epoch = 2 }, Inventory with { Datasets = [] }, Inventory with { Datasets = [new Dataset("a", Time)] },
        Inventory with { Datasets = [new Dataset("a", Time), new Dataset("b", Time.AddTicks(1))] }, Inventory with { Datasets = [new Dataset("ab", Time), new Dataset("", Time)] },
    }.Select(ConversionEncoding.Encode));

    [Fact]
    public void SignatureAndTimeZone_ChangeNothing()
    {
        Assert.Equal(ConversionEncoding.Encode(Run), ConversionEncoding.Encode(Run with { Signature = new byte[64], BeganAt = Time.ToOffset(TimeSpan.FromHours(2)) }));
        Assert.Equal(ConversionEncoding.Encode(Inventory), ConversionEncoding.Encode(Inventory with { Signature = new byte[64] }));
    }

    private static IEnumerable<ConversionTally> Tallies() =>
    [
        Tally with { Lines = 2 }, Tally with { Rows = 2 }, Tally with { Malformed = 1 }, Tally with { Damaged = 1 }, Tally with { Foreign = 1 },
        Tally with { Generations = Tally.Generations.Clear() }, Tally with { Generations = Tally.Generations.Clear().Add("bbbbbb", new GenerationTally(1, 0, 0, 0)) },
        Tally with { Generations = Tally.Generations.SetItem("aaaaaa", new GenerationTally(0, 0, 0, 0)) }, Tally with { Generations = Tally.Generations.SetItem("aaaaaa", new GenerationTally(1, 1, 0, 0)) },
        Tally with { Generations = Tally.Generations.SetItem("aaaaaa", new GenerationTally(1, 0, 1, 0)) }, Tally with { Generations = Tally.Generations.SetItem("aaaaaa", new GenerationTally(1, 0, 0, 1)) },
        Tally with { Problems = [] }, Tally with { Problems = [new LineProblem(2, LineProblemKind.Damaged)] }, Tally with { Problems = [new LineProblem(1, LineProblemKind.Foreign)] },
    ];

    private static void AssertDiffer(IEnumerable<byte[]> encodings)
    {
        var all = encodings.Select(Convert.ToHexString).ToList();
        Assert.Equal(all.Count, all.Distinct().Count());
    }
}
