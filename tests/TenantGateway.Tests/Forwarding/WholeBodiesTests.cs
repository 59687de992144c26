using System.Net;
using System.Net.Http.Headers;
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
        Assert.Equal((typeof(ByteArrayContent), "application/json", 7L, "{\"a\":1}"), (_wire.Kind, _wire.Type, _wire.Length, _wire.Text));
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

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Before?.Invoke();
            if (request.Content is not { } content) throw new InvalidOperationException("There is no body.");
            (Kind, Type, Length, Text) = (content.GetType(), content.Headers.ContentType?.MediaType, content.Headers.ContentLength, await content.ReadAsStringAsync(cancellationToken));
            return new HttpResponseMessage(HttpStatusCode.OK);
        }
    }
}
