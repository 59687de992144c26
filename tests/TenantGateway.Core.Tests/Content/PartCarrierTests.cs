using System.Text;
using CsCheck;
using TenantGateway.Core.Access;
using TenantGateway.Core.Content;
using TenantGateway.Core.Protection;
using TenantGateway.Core.Protection.Policies;
using TenantGateway.Core.Tests.Protection;
using TenantGateway.Core.Tests.Tokens;

namespace TenantGateway.Core.Tests.Content;

/// <summary>multipart/form-data: fields are sealed, declared files pass, and whatever two parsers could read differently is refused.</summary>
public class PartCarrierTests
{
    private const int Max = 4096;

    private static readonly TestTenant Acme = TestTenant.Acme;
    private static readonly RoutePlan Route = TestPolicy.Contacts().FormField("email", "email", TokenMode.Deterministic).FormField("note", "free-text").Files("image/*", "application/pdf").Ingress();

    private static Engine.Outcome Send(IEnumerable<byte[]> pieces, Actor? actor = null, string boundary = "b")
    {
        using var splitter = new PartSplitter(boundary, Route.Parts!, Max);
        return Engine.RunPieces(Route, Route.RequestOf(BodyFormat.Parts)!, splitter, pieces, Acme, actor);
    }

    private static Engine.Outcome Send(string body, Actor? actor = null) => Send([Encoding.UTF8.GetBytes(body.ReplaceLineEndings("\r\n"))], actor);

    private static string Part(string disposition, string body, string more = "") => $"--b\r\nContent-Disposition: form-data; {disposition}\r\n{more}\r\n{body}\r\n";

    private static string TokenOf(string email) => Engine.Protect(TestPolicy.Contacts(TokenMode.Deterministic).Ingress(), $"{{\"email\":\"{email}\"}}", Acme).Text["{\"email\":\"".Length..^2];

    [Fact]
    public void FieldsAreSealed_FilesPass_AtEverySplit()
    {
        static string Form(string email, string document, string length) =>
            Part("name=\"email\"", email) + Part("name=other", "x\r\n-b\r\n--", length) + Part("name=\"file\"; filename=\"a b;c.png\"", "\0\u00ff\r\n--a\r\n--", "Content-Type: image/png\r\n")
            + Part("name=meta", document, "Content-Type: application/json; charset=utf-8\r\n") + Part("name=\"none\"; filename=\"\"", "", "Content-Type: application/octet-stream\r\n")
            + Part("name=email", "") + "--b--\r\n";

        var stored = Form(TokenOf("a@example.org"), """{"n":1}""", "");
        foreach (var pieces in Pieces.EveryWay(Encoding.UTF8.GetBytes(Form("a@example.org", """{"n":1}""", "Content-Length: 9\r\n"))))
            Assert.Equal(stored, Send(pieces).Text);
    }

    [Fact]
    public void JsonInAPart_IsInspected()
    {
        var sent = Part("name=meta", """{"name":"Ada"}""", "Content-Type: application/json\r\n") + "--b--";
        var stored = Send(sent).Text;
        Assert.DoesNotContain("Ada", stored, StringComparison.Ordinal);
        Assert.Equal("""{"name":"Ada"}""", Engine.Reveal(Route, stored.Split("\r\n")[4], Acme).Text);
        Assert.Equal(Reasons.MalformedJson, Send(Part("name=meta", "{", "Content-Type: application/json\r\n") + "--b--").Reason);
    }

    [Fact]
    public void LongFile_PassesInPieces_AndALongFieldIsRefused()
    {
        var file = new string('x', 3 * Max);
        var sent = Part("name=f; filename=f", file, "Content-Type: application/pdf\r\n") + "--b--";
        Assert.Equal(sent, Send(sent).Text);
        Assert.Equal(Reasons.BodyTooLarge, Send(Part("name=f", file) + "--b--").Reason);
    }

    public static readonly TheoryData<string, string> Refused = new()
    {
        { "preamble\r\n" + Part("name=a", "1") + "--b--", "ambiguous_part" },
        { Part("name=a", "1") + "--b--\r\nepilogue", "ambiguous_part" },
        { Part("name=a", "1") + "--b--\r\n--b\r\n", "ambiguous_part" },
        { Part("name=a", "1"), "malformed_request" },
        { Part("name=a", "1") + "--b-", "malformed_request" },
        { "--b\r\nContent-Disposition: form-data; name=a\r\n", "malformed_request" },
        { "", "malformed_request" },
        { Part("name=a", "1\n--b\nContent-Disposition: form-data; name=email\n\nx") + "--b--", "ambiguous_part" },
        { Part("name=a", "1 --b") + "--b--", "ambiguous_part" },
        { Part("name=a", "1\r\n--bc") + "--b--", "ambiguous_part" },
        { Part("name=a", "1\r\n--b \r\n") + "--b--", "ambiguous_part" },
        { "--b\r\nContent-Disposition: form-data; name=a\r\n\r\n--b--", "ambiguous_part" },
        { "--b\r\n\r\nx\r\n--b--\r\n\r\n", "ambiguous_part" },
        { "--b\nContent-Disposition: form-data; name=a\n\n1\n--b--", "ambiguous_part" },
        { Part("name=\"a\\\"; name=\"email\"", "1") + "--b--", "ambiguous_part" },
        { Part("name=a; name=email", "1") + "--b--", "ambiguous_part" },
        { Part("name=a; name*=utf-8''email", "1") + "--b--", "ambiguous_part" },
        { Part("name=\"e%6Dail\"", "1") + "--b--", "ambiguous_part" },
        { Part("name=\"=?utf-8?q?email?=\"", "1") + "--b--", "ambiguous_part" },
        { Part("name='email'", "1") + "--b--", "ambiguous_part" },
        { Part("name=x'; y='", "1") + "--b--", "ambiguous_part" },
        { Part("name=\"email;\"", "1") + "--b--", "ambiguous_part" },
        { Part("name=\"x; name=email\"", "1") + "--b--", "ambiguous_part" },
        { Part("name=x; filename=\"x; name=email\"", "1", "Content-Type: image/png\r\n") + "--b--", "ambiguous_part" },
        { Part("filename=x", "1") + "--b--", "ambiguous_part" },
        { Part("name=a; filename=x; filename*=utf-8''x", "1", "Content-Type: image/png\r\n") + "--b--", "ambiguous_part" },
        { Part("name=a", "1", "Content-Disposition: form-data; name=email\r\n") + "--b--", "ambiguous_part" },
        { Part("name=a;\r\n name=email", "1") + "--b--", "ambiguous_part" },
        { Part("name=a", "MQ==", "Content-Transfer-Encoding: base64\r\n") + "--b--", "ambiguous_part" },
        { Part("name=a", "1", "X-Other: 1\r\n") + "--b--", "ambiguous_part" },
        { Part("name=email", "1", "Content-Type: text/plain; charset=utf-16\r\n") + "--b--", "ambiguous_part" },
        { Part("name=x; filename=\"\"", "1") + "--b--", "ambiguous_part" },
        { Part("name=Email", "1") + "--b--", "ambiguous_name" },
        { Part("name=\"email[]\"", "1") + "--b--", "ambiguous_name" },
        { Part("name=email; filename=x", "1", "Content-Type: image/png\r\n") + "--b--", "file_not_accepted" },
        { Part("name=x; filename=x", "1") + "--b--", "file_not_accepted" },
        { Part("name=x; filename=x", "{}", "Content-Type: application/json\r\n") + "--b--", "file_not_accepted" },
        { Part("name=x", "1", "Content-Type: text/html\r\n") + "--b--", "file_not_accepted" },
        { Part("name=email", "a\u2022\u2022\u2022") + "--b--", "masked_value" },
        { Part("name=x", "pn1.abcdef.d001") + "--b--", "stored_token_in_request" },
        { Part("name=x", "hn1.abcdef.h001") + "--b--", "invalid_handle" },
        { Part("name=x; filename=\"hn1.abcdef.h001\"", "1", "Content-Type: image/png\r\n") + "--b--", "invalid_handle" },
        { string.Concat(Enumerable.Repeat(Part("name=x", "1"), PartSplitter.MaxParts + 1)) + "--b--", "too_many_fields" },
        { Part($"name={new string('x', PartSplitter.MaxHeadBytes)}", "1") + "--b--", "ambiguous_part" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void AmbiguousOrForbidden_IsRefused_WhateverPiecesItComesIn(string body, string reason)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        Assert.Equal(reason, Send([bytes]).Reason?.Code);
        Assert.Equal(reason, Send(Pieces.Cut(bytes, [7, 1, 3])).Reason?.Code);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/merge-patch+JSON; charset=utf-8")]
    public void FileOfJson_IsCoveredByNoWildcard(string type)
    {
        var route = TestPolicy.Contacts().Files("application/*").Ingress();
        using var splitter = new PartSplitter("b", route.Parts!, Max);
        var body = Encoding.ASCII.GetBytes(Part("name=x; filename=x", "{}", $"Content-Type: {type}\r\n") + "--b--");
        Assert.Equal(Reasons.FileNotAccepted, Engine.RunPieces(route, route.RequestOf(BodyFormat.Parts)!, splitter, [body], Acme).Reason);
    }

    [Fact]
    public void PlaceOfARefusal_IsTheRule() => Assert.Equal("form field email", Send(Part("name=email", "a") + "--b--", Acme.Analyst).Location);

    /// <summary>Fields and files at random, against a plain reading of the parts.</summary>
    [Fact]
    public void RandomForms_AreSealedWhereCovered() =>
        Gen.Select(
            Gen.Select(Gen.OneOf("email", "note", "other", "file"), Gen.OneOf("S3CRET", "\r\n", "-", "--", "\r", "\n", "x", "\u00e9", "&=").Array[0, 6].Select(string.Concat)).Array[0, 5],
            Gen.Int[1, 30].Array[1, 4]).Sample(
            (fields, lengths) =>
            {
                var body = string.Concat(fields.Select(field => field.Item1 == "file" ? Part("name=f; filename=f", field.Item2, "Content-Type: image/png\r\n") : Part($"name=\"{field.Item1}\"", field.Item2)));
                var outcome = Send(Pieces.Cut(Encoding.UTF8.GetBytes(body + "--b--\r\n"), lengths));
                Assert.Null(outcome.Reason);
                var stored = (outcome.Text + "").Split("--b\r\n").Skip(1).Select(part => part[(part.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]).ToArray();
                for (var i = 0; i < fields.Length; i++)
                {
                    var value = i == fields.Length - 1 ? stored[i][..^"\r\n--b--\r\n".Length] : stored[i][..^2];
                    var (key, fieldClass) = fields[i].Item1 == "email" ? (Acme.Lookup, "email") : (Acme.Data, "free-text");
                    if (fields[i].Item1 is "email" or "note" && fields[i].Item2.Length > 0) value = Encoding.UTF8.GetString(Sealed.OpenToken(key, Encoding.ASCII.GetBytes(value), fieldClass)!);
                    Assert.Equal(fields[i].Item2, value);
                }
            },
            iter: 2000);
}
