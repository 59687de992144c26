using System.Text;
using TenantGateway.Core.Access;
using TenantGateway.Core.Protection;
using TenantGateway.Core.Protection.Policies;
using TenantGateway.Core.Tests.Tokens;

namespace TenantGateway.Core.Tests.Protection;

/// <summary>What a caller reads as a handle or mask and writes back never destroys what is stored.</summary>
public class HandleRoundTripTests
{
    private static readonly TestTenant Acme = TestTenant.Acme;
    private static readonly RoutePlan Route = TestPolicy.Contacts().Ingress();

    [Theory]
    [InlineData("{\"id\":7,\"name\":\"Jane\",\"email\":\"j@example.org\",\"phones\":[5551234567,\"+49 30 1\"],\"address\":{\"street\":\"\\u0045lm \\\"St\\\"\",\"no\":5.0}}")]
    [InlineData("{\"name\":\"\",\"born\":\"1984-05-01\",\"jobs\":[{\"employer\":\"A\"},{\"employer\":true,\"x\":null}]}")]
    [InlineData("{\"name\":null,\"phones\":[],\"address\":[[1e400,-0]]}")]
    public void HandlesWrittenBack_LeaveTheStoredValues(string document)
    {
        foreach (var mode in new[] { TokenMode.Randomised, TokenMode.Deterministic })
        {
            if (mode == TokenMode.Deterministic && document.Contains("5.0", StringComparison.Ordinal)) continue;
            var stored = Engine.Protect(Route, document, Acme).Text;
            var read = Engine.Reveal(Route, stored, Acme, Acme.Analyst);
            var writtenBack = Engine.Protect(Route, read.Text, Acme, Acme.Analyst);

            Assert.False(read.Disclosure.RevealsSomething);
            Assert.DoesNotContain("pn1.", read.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("hn1.", writtenBack.Text, StringComparison.Ordinal);
            Assert.Equal(document, Engine.Reveal(Route, writtenBack.Text, Acme).Text);
        }
    }

    [Fact]
    public void HandleOfARandomisedField_IsTakenBySearchableOneOfTheSameClass()
    {
        var route = new TestPolicy().Field("note", "name").Field("name", "name", TokenMode.Deterministic).Ingress();
        var searchable = Engine.Protect(route, "{\"name\":\"Jane \\\"J\\\" D\"}", Acme).Text;
        var read = Engine.Reveal(route, Engine.Protect(route, "{\"note\":\"\\u004aane \\\"J\\\" D\"}", Acme).Text, Acme, Acme.Analyst).Text;

        var moved = Engine.Protect(route, read.Replace("note", "name", StringComparison.Ordinal), Acme, Acme.Analyst);
        Assert.Equal(searchable, moved.Text);
    }

    [Fact]
    public void HandleOfANumber_IsRefusedAtASearchableField()
    {
        var route = new TestPolicy().Field("note", "name").Field("name", "name", TokenMode.Deterministic).Ingress();
        var read = Engine.Reveal(route, Engine.Protect(route, "{\"note\":5}", Acme).Text, Acme, Acme.Analyst).Text;
        Assert.Equal(Reasons.ValueTypeMismatch, Engine.Protect(route, read.Replace("note", "name", StringComparison.Ordinal), Acme, Acme.Analyst).Reason);
    }

    [Fact]
    public void EqualValues_AreGroupedForOneActor()
    {
        var stored = Engine.Protect(Route, "{\"phones\":[\"1\",\"1\",\"2\"]}", Acme).Text;
        var handles = Engine.Reveal(Route, stored, Acme, Acme.Analyst).Text.Split('"').Where(part => part.StartsWith("hn1.", StringComparison.Ordinal)).ToArray();
        Assert.Equal(handles[0], handles[1]);
        Assert.NotEqual(handles[0], handles[2]);
        Assert.NotEqual(Engine.Reveal(Route, stored, Acme, Acme.Analyst).Text, Engine.Reveal(Route, stored, Acme, Acme.OtherAnalyst).Text);
    }

    [Fact]
    public void ReorderedAndCopiedHandles_KeepTheirValues()
    {
        var read = Engine.Reveal(Route, Engine.Protect(Route, "{\"phones\":[\"1\",\"2\"]}", Acme).Text, Acme, Acme.Analyst).Text;
        var handles = read.Split('"').Where(part => part.StartsWith("hn1.", StringComparison.Ordinal)).ToArray();
        var stored = Engine.Protect(Route, $"{{\"phones\":[\"{handles[1]}\",\"{handles[0]}\",\"{handles[1]}\"]}}", Acme, Acme.Analyst).Text;
        Assert.Equal("{\"phones\":[\"2\",\"1\",\"2\"]}", Engine.Reveal(Route, stored, Acme).Text);
    }

    [Fact]
    public void HandleWithEscapes_IsTaken()
    {
        var handle = HandleFor(Acme, Acme.Analyst, "jane@example.org");
        var escaped = string.Concat(handle.Select(c => $"\\u{(int)c:X4}"));
        var stored = Engine.Protect(Route, $"{{\"email\":\"{escaped}\"}}", Acme, Acme.Analyst).Text;
        Assert.Equal("{\"email\":\"jane@example.org\"}", Engine.Reveal(Route, stored, Acme).Text);
    }

    [Fact]
    public void HandleUnderAnOlderGeneration_IsSealedUnderThePrimary()
    {
        var old = Encoding.ASCII.GetString(Sealed.HandleOf(Acme.OlderData, Acme.Analyst.Id, "old"u8));
        var stored = Engine.Protect(Route, $"{{\"email\":\"{old}\"}}", Acme, Acme.Analyst).Text;
        Assert.Contains($"pn1.{Acme.Data.KeyId}.", stored, StringComparison.Ordinal);
        Assert.Equal("{\"email\":\"old\"}", Engine.Reveal(Route, stored, Acme).Text);
    }

    [Theory]
    [InlineData("{{\"name\":\"{0}\"}}")]
    [InlineData("{{\"other\":\"{0}\"}}")]
    [InlineData("\"{0}\"")]
    [InlineData("{{\"{0}\":1}}")]
    [InlineData("{{\"email\":\"{0} \"}}")]
    [InlineData("{{\"email\":\" {0}\"}}")]
    [InlineData("{{\"email\":\"{0}{0}\"}}")]
    public void MisplacedHandle_IsRefused(string template)
    {
        var handle = HandleFor(Acme, Acme.Analyst, "jane@example.org");
        Assert.Equal(Reasons.InvalidHandle, Engine.Protect(Route, string.Format(null, template, handle), Acme, Acme.Analyst).Reason);
        var escaped = handle.Replace("n1.", "\\u006e1.", StringComparison.Ordinal);
        Assert.Equal(Reasons.InvalidHandle, Engine.Protect(Route, string.Format(null, template, escaped), Acme, Acme.Analyst).Reason);
    }

    [Fact]
    public void HandleOfAnother_IsRefused()
    {
        AssertRefused(HandleFor(Acme, Acme.OtherAnalyst, "x"));
        AssertRefused(HandleFor(TestTenant.Globex, Acme.Analyst, "x"));
        AssertRefused(Encoding.ASCII.GetString(Sealed.HandleOf(Acme.Disabled, Acme.Analyst.Id, "x"u8)));
        AssertRefused("hn1.aaaaaa.h003" + new string('A', 64));
        AssertRefused($"hn1.{Acme.Lookup.KeyId}.h003" + new string('A', 64));
        AssertRefused("hn1.aaaaaa.h000");
    }

    [Fact]
    public void EveryAlteredHandle_IsRefused()
    {
        var handle = HandleFor(Acme, Acme.Analyst, "x");
        for (var at = "hn1.".Length; at < handle.Length; at++)
        {
            AssertRefused(handle[..at] + (handle[at] == 'A' ? 'B' : 'A') + handle[(at + 1)..]);
            AssertRefused(handle[..at]);
        }
    }

    [Fact]
    public void MaskWrittenBack_IsRefused()
    {
        var stored = Engine.Protect(Route, "{\"email\":\"jane@example.org\",\"born\":\"1984-05-01\",\"address\":{\"a\":\"x\"},\"phones\":[\"+49301234567\"],\"name\":\"Jane\"}", Acme).Text;
        var masked = Engine.Reveal(Route, stored, Acme, Acme.Support);
        Assert.True(masked.Disclosure.RevealsSomething);
        Assert.Equal("{\"email\":\"j•••@e•••.org\",\"born\":\"1984-•••\",\"address\":{\"a\":\"•••\"},\"phones\":[\"•••4567\"],\"name\":\"J•••\"}", masked.Text);
        foreach (var actor in new[] { Acme.Agent, Acme.Support })
        {
            Assert.Equal(Reasons.MaskedValue, Engine.Protect(Route, masked.Text, Acme, actor).Reason);
            Assert.Equal(Reasons.MaskedValue, Engine.Protect(Route, masked.Text.Replace("•", "\\u2022", StringComparison.Ordinal), Acme, actor).Reason);
        }
    }

    [Fact]
    public void ClearValueWithoutTheRightToWrite_IsRefused()
    {
        foreach (var actor in new[] { Acme.Analyst, Acme.Support })
        {
            var outcome = Engine.Protect(Route, "{\"jobs\":[{\"employer\":\"x\"}]}", Acme, actor);
            Assert.Equal(Reasons.ClassWriteDenied, outcome.Reason);
            Assert.Equal("$.jobs.*.employer", outcome.Location);
        }
    }

    private static string HandleFor(TestTenant tenant, Actor actor, string value) =>
        Encoding.ASCII.GetString(Sealed.HandleOf(tenant.Data, actor.Id, Encoding.UTF8.GetBytes(value)));

    private static void AssertRefused(string handle) =>
        Assert.Equal(Reasons.InvalidHandle, Engine.Protect(Route, $"{{\"email\":\"{handle}\"}}", Acme, Acme.Analyst).Reason);
}
