using System.Text;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Protection;

/// <summary>A policy that enforces, over a real gateway: what no rule names is looked through, so that a new field does not leak.</summary>
public sealed class EnforceTests(ModesWorld world) : IClassFixture<ModesWorld>
{
    [Fact]
    public async Task NewField_ReachesTheServiceAsAToken_AndComesBackToWhoMaySeeIt()
    {
        const string Sent = """{"id":4111111111111111,"email2":"ada@example.org","profile":{"dateOfBirth":"1985-03-12"},"note":"call Quist at +49 151 23456789","name":"Quist"}""";
        var stored = await StoreAsync(Sent);
        foreach (var value in new[] { "ada@", "1985", "151", "Quist" }) Assert.DoesNotContain(value, stored, StringComparison.Ordinal);
        Assert.Contains("\"id\":4111111111111111", stored, StringComparison.Ordinal);

        Assert.Equal(Sent, (await ReadAsync(stored, "agent@acme")).Text);
        var seen = await ReadAsync(stored, "analyst@acme");
        Assert.StartsWith("hn1.", seen.Json["email2"]!.ToString(), StringComparison.Ordinal);
        Assert.StartsWith("call hn1.", seen.Json["note"]!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhoMayNotWriteWhatIsFound_IsRefused_AndNothingIsForwarded()
    {
        var before = world.Service.Requests;
        var (answer, _) = await world.SendAsync("guard/a", """{"x":"ask ada@example.org"}"""u8.ToArray(), user: "support@acme");
        Assert.Equal((403, "class_write_denied"), (answer.Status, answer.Reason));
        Assert.DoesNotContain("ada@", answer.Text, StringComparison.Ordinal);
        Assert.Equal(before, world.Service.Requests);
    }

    [Fact]
    public async Task ParameterThatNoRuleNames_IsRefusedWhereItHoldsPersonalData()
    {
        world.Service.Handle = _ => Task.CompletedTask;
        var (answer, _) = await world.SendAsync("guard/a?mail=ada%40example.org", "{}"u8.ToArray());
        Assert.Equal((422, "personal_data_found", "?mail"), (answer.Status, answer.Reason, answer.Json["location"]?.ToString()));
        Assert.Equal(200, (await world.SendAsync("guard/a?page=2", "{}"u8.ToArray())).Answer.Status);
    }

    [Fact]
    public async Task WhatAServiceHasInTheClear_IsGivenByItsClass_AndIsOnRecord()
    {
        world.TakeCounts();
        var answer = await ReadAsync("""{"new":"ada@example.org","say":"see ada@example.org"}""", "analyst@acme");
        Assert.DoesNotContain("ada@", answer.Text, StringComparison.Ordinal);
        Assert.Equal("""{"new":"ada@example.org"}""", (await ReadAsync("""{"new":"ada@example.org"}""", "agent@acme")).Text);
        await world.CountsAsync("fields.found email 2", "fields.clear_at_rest 2", "fields.given email Handle 2", "fields.given email Clear 1");
        Assert.Contains(await world.World.AuditAsync("acme"), record => record.Leaf.GetRawText().Contains("\"route\":\"guard\"", StringComparison.Ordinal));
    }

    private async Task<string> StoreAsync(string body)
    {
        world.Service.Handle = _ => Task.CompletedTask;
        var (answer, received) = await world.SendAsync("guard/a", Encoding.UTF8.GetBytes(body));
        Assert.Equal(200, answer.Status);
        return Encoding.UTF8.GetString(received);
    }

    private async Task<Answer> ReadAsync(string stored, string user)
    {
        world.Service.Handle = context => RecordingService.WriteAsync(context, 200, "application/json", Encoding.UTF8.GetBytes(stored));
        var (answer, _) = await world.SendAsync("guard/a", "{}"u8.ToArray(), user: user);
        Assert.Equal(200, answer.Status);
        return answer;
    }
}
