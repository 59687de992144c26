using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace TenantGateway.Load.Processes;

/// <summary>The service behind every proxy: it keeps nothing and answers each body with itself, so what was protected on its way in is revealed on its way out.</summary>
internal static class Backend
{
    public const string Verb = "backend";

    /// <summary>Asked with this query it says in <see cref="TokensHeader"/> how many stored tokens it was sent.</summary>
    public const string CountQuery = "?count=1";

    public const string TokensHeader = "X-Stored-Tokens";

    /// <summary>Asked for it, the service answers with a contact that has none of the fields.</summary>
    public const string BareAnswer = "bare";

    private const int MostBytes = 16 * 1024 * 1024;

    private static readonly byte[] Bare = Encoding.UTF8.GetBytes(Contact.Bare);

    public static async Task<int> RunAsync(int port)
    {
        var builder = WebApplication.CreateSlimBuilder(Settled.Options);
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, port);
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MostBytes;
        });
        var app = builder.Build();
        app.Run(AnswerAsync);
        await app.RunAsync();
        return 0;
    }

    private static async Task AnswerAsync(HttpContext context)
    {
        // Everything is read before the answer begins, as a service does that has to look at it.
        var length = checked((int)(context.Request.ContentLength ?? 0));
        var reader = context.Request.BodyReader;
        var body = await reader.ReadAtLeastAsync(length, context.RequestAborted);
        context.Response.ContentType = "application/json";
        if (context.Request.Path.Value?.EndsWith(BareAnswer, StringComparison.Ordinal) == true)
        {
            reader.AdvanceTo(body.Buffer.End);
            context.Response.ContentLength = Bare.Length;
            await context.Response.BodyWriter.WriteAsync(Bare, context.RequestAborted);
            return;
        }

        context.Response.ContentLength = length;
        if (context.Request.QueryString.Value == CountQuery)
            context.Response.Headers[TokensHeader] = CountOf(Encoding.UTF8.GetString(body.Buffer)).ToString(CultureInfo.InvariantCulture);
        foreach (var part in body.Buffer) context.Response.BodyWriter.Write(part.Span);
        reader.AdvanceTo(body.Buffer.End);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private static int CountOf(string text) => text.Split("\"pn1.").Length - 1;
}
