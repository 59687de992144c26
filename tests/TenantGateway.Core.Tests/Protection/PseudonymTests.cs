using System.Text;
using TenantGateway.Core.Access;
using TenantGateway.Core.Buffers;
using TenantGateway.Core.Protection;
using TenantGateway.Core.Protection.Policies;
using TenantGateway.Core.Tests.Tokens;
using TenantGateway.Core.Tokens;

namespace TenantGateway.Core.Tests.Protection;

public class PseudonymTests
{
    private static readonly TestTenant Acme = TestTenant.Acme;
    private static readonly RoutePlan Route = new TestPolicy().Field("id", "patient", TokenMode.Pseudonym).Field("other", "case", TokenMode.Pseudonym).Field("name", "name")
        .FormField("id", "patient", TokenMode.Pseudonym).Query("id", "patient", new TwoTokens(TwoTokensWay.Repeat)).Ingress();

    private static string Of(string value, TestTenant? tenant = null, string fieldClass = "patient")
    {
        using var output = new ByteBuffer(128);
        PseudonymToken.Append((tenant ?? Acme).Lookup, new Payload(PayloadType.Text, Encoding.ASCII.GetBytes(fieldClass), Encoding.UTF8.GetBytes(value)), output);
        return Encoding.ASCII.GetString(output.Written);
    }

    [Fact]
    public void Value_BecomesTheSamePseudonymInEveryCarrier()
    {
        var pseudonym = Of("Jane");
        Assert.Matches("^ps1\\.[a-z2-7]{6}\\.[A-Za-z0-9_-]{64}$", pseudonym);
        Assert.Equal($"{{\"id\":\"{pseudonym}\",\"x\":1}}", Engine.Protect(Route, "{\"id\":\"J\\u0061ne\",\"x\":1}", Acme).Text);
        Assert.Equal($"id={pseudonym}&x=1", Engine.Query(Route, "id=%4Aane&x=1", Acme).Text);
        Assert.Equal($"x=1&id={pseudonym}", Engine.Run(Route, Route.RequestOf(Core.Content.BodyFormat.Form)!, "x=1&id=Jan%65", Acme).Text);
    }

    [Fact]
    public void EqualValues_DifferByClassAndTenantAndType()
    {
        string[] all = [Of("Jane"), Of("Jane", fieldClass: "case"), Of("Jane", TestTenant.Globex), Of("jane"), Of("JanePatient"), Of("ePatient", fieldClass: "Jan")];
        Assert.Equal(all.Length, all.Select(pseudonym => pseudonym[11..]).Distinct().Count());
        var numbers = new TestPolicy().Field("id", "patient", TokenMode.Pseudonym).Class(new ClassRule(FieldClass.Parse("patient")) { Type = ValueKind.Number }).Ingress();
        Assert.NotEqual($"{{\"id\":\"{Of("5")}\"}}", Engine.Protect(numbers, "{\"id\":5}", Acme).Text);
        Assert.Equal(Engine.Protect(numbers, "{\"id\":5}", Acme).Text, Engine.Protect(numbers, "{\"id\":5.00}", Acme).Text);
    }

    [Fact]
    public void Pseudonym_IsNeverRevealedAndPassesBackUnchanged()
    {
        var stored = $"{{\"id\":\"{Of("Jane")}\",\"other\":\"{Of("c-1", fieldClass: "case")}\"}}";
        foreach (var actor in new[] { Acme.Agent, Acme.Support, Acme.Analyst })
        {
            var read = Engine.Reveal(Route, stored, Acme, actor);
            Assert.Equal(stored, read.Text);
            Assert.False(read.Disclosure.RevealsSomething);
            Assert.Equal(stored, Engine.Protect(Route, read.Text, Acme, actor).Text);
        }
    }

    [Fact]
    public void PseudonymElsewhere_IsRefused()
    {
        var pseudonym = Of("Jane");
        var last = pseudonym[^1] == 'A' ? 'B' : 'A';
        string[] wrong =
        [
            $"{{\"other\":\"{pseudonym}\"}}", $"{{\"name\":\"{pseudonym}\"}}", $"{{\"id\":\"{pseudonym} \"}}", $"{{\"id\":\"{pseudonym[..^1]}\"}}", $"{{\"id\":\"{pseudonym[..^1]}{last}\"}}",
            $"{{\"id\":\"{Of("Jane", TestTenant.Globex)}\"}}", $"{{\"id\":\"ps1.{Acme.Data.KeyId}.{pseudonym[11..]}\"}}", $"{{\"name\":\"see {pseudonym}\"}}", $"{{\"id\":\"\\u0070{pseudonym[1..^2]}zz\"}}",
        ];
        Assert.All(wrong, document => Assert.Equal(Reasons.InvalidPseudonym, Engine.Protect(Route, document, Acme).Reason));
        Assert.Equal(Reasons.InvalidPseudonym, Engine.Query(Route, $"id={pseudonym[..^1]}{last}", Acme).Reason);
        Assert.Equal($"id={pseudonym}", Engine.Query(Route, $"id={pseudonym}", Acme, Acme.Analyst).Text);
    }

    [Fact]
    public void EveryChangedCharacter_MakesItInvalid()
    {
        var pseudonym = Of("Jane");
        for (var at = 11; at < pseudonym.Length; at++)
        {
            var changed = pseudonym[..at] + (pseudonym[at] == 'x' ? 'y' : 'x') + pseudonym[(at + 1)..];
            Assert.Equal(Reasons.InvalidPseudonym, Engine.Protect(Route, $"{{\"id\":\"{changed}\"}}", Acme).Reason);
        }
    }

    [Fact]
    public void NewValue_NeedsTheRightToWrite()
    {
        Assert.Equal(Reasons.ClassWriteDenied, Engine.Protect(Route, "{\"id\":\"Jane\"}", Acme, Acme.Analyst).Reason);
        Assert.Equal(Reasons.ClassSearchDenied, Engine.Query(Route, "id=Jane", Acme, Acme.Analyst).Reason);
    }

    [Fact]
    public void ClearValueAtRest_IsGivenAsItsPseudonymToEverybody()
    {
        foreach (var actor in new[] { Acme.Agent, Acme.Analyst })
        {
            var outcome = Engine.Reveal(Route, "{\"id\":\"Jane\"}", Acme, actor);
            Assert.Equal($"{{\"id\":\"{Of("Jane")}\"}}", outcome.Text);
            Assert.Equal(1, outcome.Disclosure.ClearAtRest);
        }
    }

    [Fact]
    public void PseudonymOfAnotherTenantInAnAnswer_IsCounted() =>
        Assert.Equal(1, Engine.Reveal(Route, $"{{\"id\":\"{Of("Jane", TestTenant.Globex)}\"}}", Acme).Disclosure.ForeignTokens);

    [Fact]
    public void HandleOfTheClass_BecomesThePseudonymOfItsValue()
    {
        var handle = Engine.Reveal(Route, $"[\"{Sealed.Token(Acme.Data, "Jane", "patient")}\"]", Acme, Acme.Analyst).Text[2..^2];
        Assert.Equal($"{{\"id\":\"{Of("Jane")}\"}}", Engine.Protect(Route, $"{{\"id\":\"{handle}\"}}", Acme, Acme.Analyst).Text);
    }

    [Fact]
    public void WhileTheLookupKeyIsRotated_SearchesAskForBothAndOldPseudonymsPass()
    {
        var rotating = TestTenant.AcmeInRotation;
        Assert.Contains($"&id={Of("Jane")}", Engine.Query(Route, "id=Jane", rotating).Text, StringComparison.Ordinal);
        var old = $"{{\"id\":\"{Of("Jane")}\"}}";
        Assert.Equal(old, Engine.Protect(Route, old, rotating).Text);
        Assert.NotEqual(old, Engine.Protect(Route, "{\"id\":\"Jane\"}", rotating).Text);
    }
}
