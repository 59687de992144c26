using TenantGateway.Core.Keys;

namespace TenantGateway.Core.Tests.Keys;

public class GenerationLifeTests
{
    private static readonly DateTimeOffset Now = Records.Made.AddDays(1);

    /// <summary>The one table of what is legal; whatever is not in it is not.</summary>
    private static readonly HashSet<(KeyLine Line, GenerationState From, GenerationState To)> Legal =
    [
        (KeyLine.Data, GenerationState.Pending, GenerationState.Primary),
        (KeyLine.Data, GenerationState.Pending, GenerationState.Destroyed),
        (KeyLine.Data, GenerationState.Primary, GenerationState.Readable),
        (KeyLine.Data, GenerationState.Readable, GenerationState.Disabled),
        (KeyLine.Data, GenerationState.Disabled, GenerationState.Readable),
        (KeyLine.Data, GenerationState.Disabled, GenerationState.Destroyed),
        (KeyLine.Lookup, GenerationState.Pending, GenerationState.Primary),
        (KeyLine.Lookup, GenerationState.Pending, GenerationState.Destroyed),
        (KeyLine.Lookup, GenerationState.Primary, GenerationState.Searchable),
        (KeyLine.Lookup, GenerationState.Searchable, GenerationState.Readable),
        (KeyLine.Lookup, GenerationState.Readable, GenerationState.Disabled),
        (KeyLine.Lookup, GenerationState.Disabled, GenerationState.Readable),
        (KeyLine.Lookup, GenerationState.Disabled, GenerationState.Destroyed),
        (KeyLine.Audit, GenerationState.Primary, GenerationState.Destroyed),
    ];

    public static TheoryData<KeyLine, GenerationState, GenerationState> Edges
    {
        get
        {
            var edges = new TheoryData<KeyLine, GenerationState, GenerationState>();
            foreach (var line in Enum.GetValues<KeyLine>())
            {
                foreach (var from in Enum.GetValues<GenerationState>())
                {
                    foreach (var to in Enum.GetValues<GenerationState>()) edges.Add(line, from, to);
                }
            }

            return edges;
        }
    }

    [Fact]
    public void TableOfEdges_CoversEveryPairOfEveryLine() => Assert.Equal(3 * 6 * 6, Edges.Count);

    [Theory]
    [MemberData(nameof(Edges))]
    public void Edge_IsTakenWhereItIsLegal_AndNowhereElse(KeyLine line, GenerationState from, GenerationState to)
    {
        var record = Records.Of(line, 1, from);
        Assert.Equal(Legal.Contains((line, from, to)), GenerationLife.Allows(line, from, to));
        if (!Legal.Contains((line, from, to)))
        {
            Assert.Throws<InvalidOperationException>(() => GenerationLife.Move(record, to, Now));
            return;
        }

        var moved = GenerationLife.Move(record, to, Now);
        Assert.Equal((to, Now, 6L, true), (moved.State, moved.StateSince, moved.Epoch, moved.Signature.IsEmpty));
        Assert.Equal((record.KeyId, record.Number, record.KekId, record.CreatedAt), (moved.KeyId, moved.Number, moved.KekId, moved.CreatedAt));
        Assert.Equal(to == GenerationState.Destroyed ? 0 : 3, moved.WrappedKey.Length);
    }

    [Fact]
    public void Rewrapping_ChangesTheWrappingAlone()
    {
        var record = Records.Of(KeyLine.Data, 1, GenerationState.Disabled);
        var rewrapped = GenerationLife.Rewrap(record, "local:kek-acme/2", new byte[] { 9 });
        Assert.Equal(("local:kek-acme/2", 6L, true, 1), (rewrapped.KekId, rewrapped.Epoch, rewrapped.Signature.IsEmpty, rewrapped.WrappedKey.Length));
        Assert.Equal((record.State, record.StateSince), (rewrapped.State, rewrapped.StateSince));
        Assert.Throws<InvalidOperationException>(() => GenerationLife.Rewrap(record with { State = GenerationState.Destroyed }, "local:kek-acme/2", new byte[] { 9 }));
    }

    [Fact]
    public void Mark_ChangesNothingElse()
    {
        var record = Records.Of(KeyLine.Lookup, 1, GenerationState.Primary);
        var marked = GenerationLife.Mark(record);
        Assert.Equal((true, 6L, true), (marked.IsCompromised, marked.Epoch, marked.Signature.IsEmpty));
        Assert.Equal(record with { IsCompromised = true, Epoch = 6, Signature = default }, marked);
    }
}
