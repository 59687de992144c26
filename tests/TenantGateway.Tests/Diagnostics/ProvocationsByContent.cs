using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using TenantGateway.Core.Access;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Diagnostics;

/// <summary>Rows of what is wrong with a request's body.</summary>
internal static partial class Provocations
{
    private static IEnumerable<Provocation> Content() =>
    [
        new(Reasons.BodyTooLarge, Trace.Recorded, p => p.PostAsync(Encoding.ASCII.GetBytes(Provoker.Contact + new string(' ', 8 * 1024 * 1024)))),
        new(Reasons.UnsupportedMediaType, Trace.Recorded, p => p.PostAsync(Encoding.ASCII.GetBytes(Provoker.Contact), "text/" + Provoker.Planted)),
        new(Reasons.UnsupportedContentEncoding, Trace.Recorded, p => p.PostAsync(Encoding.ASCII.GetBytes(Provoker.Contact), encoding: Provoker.Planted)),
        new(Reasons.InvalidUtf8, Trace.Recorded, p => p.PostAsync([.. """{"name":"zebulona"""u8, 0xFF, .. "\"}"u8])),
        new(Reasons.MalformedJson, Trace.Recorded, p => p.PostAsync("""{"name":"zebulona","zebulona" """)),
        new(Reasons.JsonTooDeep, Trace.Recorded, p => p.PostAsync($"{new string('[', 65)}\"{Provoker.Planted}\"{new string(']', 65)}")),
        new(Reasons.LoneSurrogate, Trace.Recorded, p => p.PostAsync("""{"name":"zebulona\ud800"}""")) { Members = ["location"] },
        new(Reasons.DuplicateName, Trace.Recorded, p => p.PostAsync("""{"name":"zebulona","name":"zebulona"}""")) { Members = ["location"] },
        new(Reasons.AmbiguousName, Trace.Recorded, p => p.PostAsync("""{"NAME":"zebulona"}""")),
        new(Reasons.TooManyFields, Trace.Recorded, p => p.PostAsync($$"""{"address":[{{string.Join(',', Enumerable.Repeat("\"zebulona\"", 20_001))}}]}""")) { Members = ["location"] },
        new(Reasons.ForbiddenClass, Trace.Recorded, p => PostKindAsync(p, "agent@acme", """{"health":"zebulona"}""")) { Members = ["location"] },
        new(Reasons.InvalidPseudonym, Trace.Recorded, p => PostKindAsync(p, "agent@acme", $$"""{"name":"ps1.aaaaaa.{{new string('A', 64)}}","other":"zebulona"}""")) { Members = ["location"] },
        new(Reasons.RemovedValue, Trace.Recorded, p => PostKindAsync(p, "analyst@acme", """{"name":null,"other":"zebulona"}""")) { Members = ["location"] },
        new(Reasons.UnlistedProperty, Trace.Recorded, p => p.SendAsync("agent@acme", HttpMethod.Post, "strict/x", """{"remark":"zebulona"}""")) { Members = ["location"] },
        new(Reasons.PersonalDataFound, Trace.Recorded, p => p.SendAsync("agent@acme", HttpMethod.Post, "strict/x", """{"note":"ask zebulona@example.org"}""")) { Members = ["location"] },
        new(Reasons.TooMuchToRecognize, Trace.Recorded, p => p.SendAsync("agent@acme", HttpMethod.Post, "strict/x", $$"""{"note":"zebulona {{string.Concat(Enumerable.Repeat("1 ", 200_001))}}"}""")),
        new(Reasons.RecognizerUnavailable, Trace.Neither, p => p.SendAsync("agent@acme", HttpMethod.Post, "recognized/x", """{"note":"ask zebulona"}""")),
        new(Reasons.TooManyTokens, Trace.Recorded, p => p.PostAsync($$"""{"other":"zebulona","address":[{{string.Join(',', Enumerable.Repeat($"\"hn1.aaaaaa.h001{new string('A', 22)}\"", 20_001))}}]}""")) { Members = ["location"] },
        new(Reasons.NameTooLong, Trace.Recorded, p => p.PostAsync($$"""{"{{string.Concat(Enumerable.Repeat(Provoker.Planted, 200))}}":1}""")),
        new(Reasons.ValueTooLong, Trace.Recorded, p => p.PostAsync($$"""{"name":"{{string.Concat(Enumerable.Repeat(Provoker.Planted, 8000))}}"}""")) { Members = ["location"] },
        new(Reasons.ValueTypeMismatch, Trace.Recorded, p => p.PostAsync("""{"email":7,"other":"zebulona"}""")) { Members = ["location"] },
        new(Reasons.UnfitValue, Trace.Recorded, p => PostKindAsync(p, "agent@acme", """{"mobile":"zebulona"}""")) { Members = ["location"] },
        new(Reasons.StoredTokenInRequest, Trace.Recorded, async p =>
        {
            await p.PostAsync(Provoker.Contact);
            return await p.PostAsync(p.World.Service.Last.Text);
        }),
        new(Reasons.InvalidHandle, Trace.Recorded, async p =>
        {
            await p.PostAsync(Provoker.Contact);
            p.World.Service.AnswerJson(p.World.Service.Last.Text);
            var handle = (await p.SendAsync("analyst@acme", HttpMethod.Get, "crm/contacts/1")).Json["name"]?.ToString();
            // Handles are one actor's own.
            return await p.PostAsync(new JsonObject { ["name"] = handle, ["other"] = Provoker.Planted }.ToJsonString());
        }) { Members = ["location"] },
        new(Reasons.AmbiguousPart, Trace.Recorded, p => PostFormAsync(p, "name=\"note\"", "zebulona", "Content-Transfer-Encoding: base64\r\n")),
        new(Reasons.FileNotAccepted, Trace.Recorded, p => PostFormAsync(p, "name=\"file\"; filename=\"zebulona\"", "zebulona", "Content-Type: text/html\r\n")),
        new(Reasons.AmbiguousHeader, Trace.Recorded, p => p.SendAsync("agent@acme", HttpMethod.Get, "values/x", change: request => request.With("X-Customer-Email", "zebulona, a@b.org"))) { Members = ["location"] },
        new(Reasons.AmbiguousCookie, Trace.Recorded, p => p.SendAsync("agent@acme", HttpMethod.Get, "values/x", change: request => request.With("Cookie", "last=zebulona; last=b"))) { Members = ["location"] },
        new(Reasons.MaskedValue, Trace.Recorded, p => p.PostAsync("""{"name":"z•••","other":"zebulona"}""")) { Members = ["location"] },
    ];

    private static Task<Answer> PostKindAsync(Provoker p, string user, string body) => p.SendAsync(user, HttpMethod.Post, "forms/x", body);

    private static Task<Answer> PostFormAsync(Provoker p, string disposition, string body, string more) => p.SendAsync("agent@acme", HttpMethod.Post, "forms/x", "", change: request =>
    {
        request.Content = new StringContent($"--b\r\nContent-Disposition: form-data; {disposition}\r\n{more}\r\n{body}\r\n--b--\r\n");
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=b");
    });
}
