namespace TenantGateway.Tests.EndToEnd.Ceremonies;

/// <summary>The key ceremonies of <c>docs/key-ceremonies.md</c> are done as they are written.</summary>
public sealed class KeyCeremonyTests
{
    [Fact]
    public async Task Page_IsDoneAsItIsWritten()
    {
        var steps = CeremonyPage.Read(await File.ReadAllTextAsync(CeremonyPage.File));
        await using var world = await CeremonyWorld.StartAsync();
        await world.CreateTenantAsync("globex");
        await world.WriteAsync("globex");
        var ceremony = new Ceremony(world);

        Assert.All(steps.Where(step => step.Language == "console"), step => Assert.NotEmpty(step.Prints));
        foreach (var step in steps) await ceremony.DoAsync(step);
        Assert.StartsWith("pn1.", world.Rows.Stored("2", "name"), StringComparison.Ordinal);
    }
}
