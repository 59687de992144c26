using System.Text;
using TenantGateway.Core.Access;
using TenantGateway.Core.Buffers;
using TenantGateway.Core.Protection;

namespace TenantGateway.Core.Tests.Protection;

public class MasksTests
{
    [Theory]
    [InlineData("email", "anna@example.com", "a•••@e•••.com")]
    [InlineData("email", "anna@mail.example.co.uk", "a•••@m•••.uk")]
    [InlineData("email", "Émile@exämple.org", "É•••@e•••.org")]
    [InlineData("email", "not an address", "•••")]
    [InlineData("email", "@example.com", "•••")]
    [InlineData("email", "a@b", "•••")]
    [InlineData("email", "a@.com", "•••")]
    [InlineData("email", "Jane <jane@x.org>, Elm St. 12, Springfield", "•••")]
    [InlineData("email", "jane@x.org lives in St.Louis", "•••")]
    [InlineData("email", "jane@x.call-me-at-5551234", "•••")]
    [InlineData("email", "jane@x.5551234", "•••")]
    [InlineData("email", "", "•••")]
    [InlineData("phone", "+49 30 1234567", "•••4567")]
    [InlineData("phone", "(030) 123-45-67", "•••4567")]
    [InlineData("phone", "1234567", "•••")]
    [InlineData("phone", "", "•••")]
    [InlineData("payment-card", "4111 1111 1111 1234", "•••1234")]
    [InlineData("payment-card", "4111-1111-1111", "•••1111")]
    [InlineData("payment-card", "41111111111", "•••")]
    [InlineData("payment-card", "41111111111111111111", "•••")]
    [InlineData("payment-card", "card", "•••")]
    [InlineData("date-of-birth", "1984-05-01", "1984-•••")]
    [InlineData("date-of-birth", "1984-05-01T00:00:00Z", "1984-•••")]
    [InlineData("date-of-birth", "01.05.1984", "•••")]
    [InlineData("date-of-birth", "1984-5-1", "•••")]
    [InlineData("date-of-birth", "1234-secret", "•••")]
    [InlineData("date-of-birth", "1984", "•••")]
    [InlineData("name", "Jane", "J•••")]
    [InlineData("name", "😀 Smile", "😀•••")]
    [InlineData("name", "", "•••")]
    [InlineData("address", "Elm Street 5", "•••")]
    [InlineData("free-text", "anything", "•••")]
    [InlineData("own-class", "anything", "•••")]
    public void Value_IsMaskedByItsClass(string fieldClass, string text, string mask)
    {
        using var output = new ByteBuffer(16);
        Masks.Append(FieldClass.Parse(fieldClass), Encoding.UTF8.GetBytes(text), output);
        Assert.Equal(mask, Encoding.UTF8.GetString(output.Written));
    }
}
