using Microsoft.AspNetCore.Http.Features;
using TenantGateway.Core.Access;
using TenantGateway.Core.Buffers;

namespace TenantGateway.Authentication.Webhooks;

/// <summary>Reads the body of a message whole, before anybody knows who sent it: up to a bound, and not for long.</summary>
internal static class SignedBody
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);

    /// <returns>The body, which ends with the request, or why there is none.</returns>
    public static async ValueTask<(ByteBuffer? Body, Refusal? Refusal)> ReadAsync(HttpContext context, int mostBytes, TimeProvider time)
    {
        var request = context.Request;
        if (request.ContentLength > mostBytes) return (null, new Refusal(Reasons.BodyTooLarge));
        var body = new ByteBuffer((int)(request.ContentLength ?? 4096) + 1);
        context.Response.RegisterForDispose(body);
        using var deadline = new CancellationTokenSource(LongestWait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, context.RequestAborted);
        try
        {
            while (await request.Body.ReadAsync(body.Free(atLeast: 1), either.Token) is > 0 and var count)
            {
                body.Advance(count);
                if (body.Length > mostBytes) return (null, new Refusal(Reasons.BodyTooLarge));
            }

            return (body, null);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            return (null, new Refusal(Reasons.RequestTimeout));
        }
    }

    /// <summary>Lets those who come after read what was read, and nothing else.</summary>
    public static void Replace(HttpContext context, ByteBuffer body)
    {
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody != true) return;
        if (!System.Runtime.InteropServices.MemoryMarshal.TryGetArray(body.WrittenMemory, out var bytes)) throw new InvalidOperationException("A buffer has an array.");
        context.Request.Body = new MemoryStream(bytes.Array ?? [], bytes.Offset, bytes.Count, writable: false);
        context.Request.Headers.TransferEncoding = default;
        context.Request.ContentLength = body.Length;
    }
}
