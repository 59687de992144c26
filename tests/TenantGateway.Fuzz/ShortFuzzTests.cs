using System.Text;

namespace TenantGateway.Fuzz;

/// <summary>A second for each carrier, and whether the fuzzer would find anything.</summary>
public sealed class ShortFuzzTests
{
    // The same inputs each time: what is new is for tests/fuzz to find.
    private const uint Seed = 1;

    public static TheoryData<string> Targets => [.. FuzzTargets.All.Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task Carrier_KeepsItsPromises_WhateverArrives(string name)
    {
        var result = await FuzzRun.RunAsync(FuzzTargets.All.Single(target => target.Name == name), Seed, TimeSpan.FromSeconds(1));
        Assert.True(result.Finding is null, $"{result.Finding}");
    }

    [Fact]
    public async Task SameSeed_GivesTheSameFinding_AsSmallAsItGoes()
    {
        var found = await FuzzRun.RunAsync(new Faulty(), 7, TimeSpan.FromSeconds(30));
        Assert.Equal("{p", Encoding.ASCII.GetString(found.Finding?.Input ?? []));
        Assert.Contains("no brace before a p", found.Finding!.Seen, StringComparison.Ordinal);

        var again = await FuzzRun.RunAsync(new Faulty(), found.Finding.Seed, TimeSpan.Zero);
        Assert.Equal(1, again.Inputs);
        Assert.Equal($"{found.Finding}", $"{again.Finding}");
    }

    [Fact]
    public async Task InputWithoutAnOutcome_IsAFinding()
    {
        var found = await FuzzRun.RunAsync(new Throwing(), 7, TimeSpan.Zero);
        Assert.Contains(nameof(DivideByZeroException), found.Finding?.Seen, StringComparison.Ordinal);
        Assert.Empty(found.Finding!.Input);
    }

    private sealed class Faulty : IFuzzTarget
    {
        public string Name => "faulty";

        public byte[] Make(Chance chance) => Encoding.ASCII.GetBytes(Traffic.Document(chance));

        public Task CheckAsync(byte[] input, Chance chance)
        {
            var brace = input.AsSpan().IndexOf((byte)'{');
            BrokenPromise.Unless(brace < 0 || !input.AsSpan(brace).Contains((byte)'p'), "no brace before a p");
            return Task.CompletedTask;
        }
    }

    private sealed class Throwing : IFuzzTarget
    {
        public string Name => "throwing";

        public byte[] Make(Chance chance) => [1];

        public Task CheckAsync(byte[] input, Chance chance) => throw new DivideByZeroException();
    }
}
