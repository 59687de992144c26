using System.Text;
using TenantGateway.Load.Drivers;

namespace TenantGateway.Load.Tests;

public sealed class RawAnswerTests
{
    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", true)]
    [InlineData("HTTP/1.1 200 OK\r\ncontent-length: 2\r\nServer: x\r\n\r\nok", true)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\no", false)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", true)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n", false)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n", true)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n", false)]
    [InlineData("", false)]
    public void WholeAnswer_IsTold(string answer, bool isWhole) => Assert.Equal(isWhole, RawAnswer.IsWhole(Encoding.ASCII.GetBytes(answer)));

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\n", true)]
    [InlineData("HTTP/1.1 201 Created\r\n", false)]
    [InlineData("HTTP/1.1 503 Service Unavailable\r\n", false)]
    public void NothingButOk_IsRight(string answer, bool isRight) => Assert.Equal(isRight, RawAnswer.IsOk(Encoding.ASCII.GetBytes(answer)));
}
