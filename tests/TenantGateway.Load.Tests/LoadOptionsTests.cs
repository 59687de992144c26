using TenantGateway.Load.Series;

namespace TenantGateway.Load.Tests;

public sealed class LoadOptionsTests
{
    [Fact]
    public void Options_AreTaken()
    {
        var options = LoadOptions.Parse(["--rounds", "16", "--seconds", "2", "--peer", "bare", "--only", "latency", "--soak", "10"]);

        Assert.Equal((16, TimeSpan.FromSeconds(2), "bare", "latency", TimeSpan.FromMinutes(10)), (options.Rounds, options.Round, options.Peer, options.Only, options.Soak));
    }

    [Theory]
    [InlineData("latency,features")]
    [InlineData("latency,features,neighbour,growth", "--whole")]
    [InlineData("neighbour", "--only", "neighbour")]
    [InlineData("growth", "--whole", "--only", "growth")]
    [InlineData("", "--only", "none")]
    public void Series_AreThoseAskedFor(string measured, params string[] arguments)
    {
        var options = LoadOptions.Parse(arguments);

        Assert.Equal(measured, string.Join(',', ((string[])["latency", "features", "neighbour", "growth"]).Where(options.Measures)));
    }

    [Fact]
    public void OtherOptions_AreRefused() => Assert.Throws<ArgumentException>(() => LoadOptions.Parse(["--round", "16"]));

    [Fact]
    public void SameSeed_GivesTheSameOrder()
    {
        var (one, same, other) = (new SeededOrder(7), new SeededOrder(7), new SeededOrder(8));
        var numbers = Take(one);

        Assert.Equal(numbers, Take(same));
        Assert.NotEqual(numbers, Take(other));
        Assert.Equal(numbers.Length, numbers.Distinct().Count());

        static ulong[] Take(SeededOrder order) => [.. Enumerable.Range(0, 100).Select(_ => order.Next())];
    }
}
