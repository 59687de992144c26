using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Http;
using TenantGateway.Core.Buffers;
using TenantGateway.Forwarding;
using TenantGateway.Protection;
using Yarp.ReverseProxy.Transforms;

namespace TenantGateway.Tests.Forwarding;

public sealed class WholeBodiesTests : IDisposable
{
    private readonly Wire _wire = new();
    private readonly ByteBuffer _body = new(16);

    public void Dispose()
    {
        _body.Dispose();
        _wire.Dispose();
    }

    [Fact]
    public async Task ShortBodyInMemory_IsSentWholeWithItsHeaders()
    {
        _body.Append("{\"a\":1}"u8);
        await SendAsync(new ByteBufferStream(_body));
        Assert.NotEqual(typeof(StreamContent), _wire.Kind);
        Assert.Equal(("application/json", 7L, "{\"a\":1}"), (_wire.Type, _wire.Length, _wire.Text));
    }

    [Fact]
    public async Task WhatIsSent_OutlivesTheExchange()
    {
        _body.Append("{\"a\":1}"u8);
        _wire.Before = _body.Dispose;
        await SendAsync(new ByteBufferStream(_body));
        Assert.Equal("{\"a\":1}", _wire.Text);
    }

    [Fact]
    public async Task WhatWasSent_IsCleared_AndNotSentAgain()
    {
        _body.Append("{\"a\":1}"u8);
        await SendAsync(new ByteBufferStream(_body));
        Assert.Equal(new byte[7], _wire.Memory?.ToArray());
        Assert.True(_wire.IsSentOnce);
    }

    [Fact]
    public async Task LongBody_IsStreamed()
    {
        _body.Append(new byte[(64 * 1024) + 1]);
        await SendAsync(new ByteBufferStream(_body));
        Assert.Equal(typeof(StreamContent), _wire.Kind);
    }

    [Fact]
    public async Task BodyThatIsNotInMemory_IsStreamed()
    {
        await SendAsync(new MemoryStream("{}"u8.ToArray()));
        Assert.Equal(typeof(StreamContent), _wire.Kind);
    }

    private async Task SendAsync(Stream body)
    {
        var context = new DefaultHttpContext { Request = { Body = body } };
        using var streamed = new StreamContent(Stream.Null) { Headers = { ContentType = new MediaTypeHeaderValue("application/json"), ContentLength = _body.Length } };
        using var request = new HttpRequestMessage(HttpMethod.Post, "http://service.test/") { Content = streamed };
        await WholeBodies.NoteAsync(new RequestTransformContext { HttpContext = context, ProxyRequest = request, Path = "/", DestinationPrefix = "http://service.test" });
        using var client = new HttpMessageInvoker(new WholeBodies(_wire), disposeHandler: false);
        (await client.SendAsync(request, CancellationToken.None)).Dispose();
    }

    private sealed class Wire : HttpMessageHandler
    {
        public Action? Before { get; set; }

        public Type? Kind { get; private set; }

        public string? Type { get; private set; }

        public long? Length { get; private set; }

        public string? Text { get; private set; }

        /// <summary>What it was sent from.</summary>
        public ReadOnlyMemory<byte>? Memory { get; private set; }

        public bool IsSentOnce { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Before?.Invoke();
            if (request.Content is not { } content) throw new InvalidOperationException("There is no body.");
            (Kind, Type, Length) = (content.GetType(), content.Headers.ContentType?.MediaType, content.Headers.ContentLength);
            using var sent = new Sent();
            await content.CopyToAsync(sent, cancellationToken);
            (Text, Memory) = (Encoding.UTF8.GetString(sent.ToArray()), sent.Memory);
            IsSentOnce = await Record.ExceptionAsync(() => content.CopyToAsync(Stream.Null, cancellationToken)) is InvalidOperationException;
            return new HttpResponseMessage(HttpStatusCode.OK);
        }
    }

    private sealed class Sent : MemoryStream
    {
        public ReadOnlyMemory<byte> Memory { get; private set; }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Memory = buffer;
            return base.WriteAsync(buffer, cancellationToken);
        }
    }
}
