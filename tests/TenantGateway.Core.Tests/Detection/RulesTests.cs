namespace TenantGateway.Core.Tests.Detection;

/// <summary>Where each kind starts, ends and is not: what the corpora do not ask.</summary>
public class RulesTests
{
    [Theory]
    [InlineData("mail a@b.co.", "Email:a@b.co")]
    [InlineData("(grace@example.com)", "Email:grace@example.com")]
    [InlineData("'grace@example.com'", "Email:grace@example.com")]
    [InlineData("_grace@example.com_", "Email:grace@example.com")]
    [InlineData("`grace@example.com`", "Email:grace@example.com")]
    [InlineData("to=grace@example.com&x", "Email:grace@example.com")]
    [InlineData("„grace@example.com“", "Email:grace@example.com")]
    [InlineData("grace@xn--bcher-kva.example", "Email:grace@xn--bcher-kva.example")]
    [InlineData("grace@example.com-", "Email:grace@example.com")]
    [InlineData("grace@example.com.123", "Email:grace@example.com")]
    public void Email_EndsWhereItsAddressEnds(string text, string expected) => Assert.Equal([expected], Prose.Scan(text));

    [Theory]
    [InlineData("grace@localhost")]
    [InlineData("@example.com")]
    [InlineData("grace@")]
    [InlineData("grace@.com")]
    [InlineData("grace@-example.com")]
    [InlineData("grace@example.1")]
    [InlineData("grace@example.c")]
    [InlineData("a@b.com@c")]
    public void OtherUsesOfTheSign_AreNoEmail(string text) => Assert.DoesNotContain(Prose.Scan(text), found => found == $"Email:{text}");

    [Theory]
    [InlineData("+49 (0)30 23125 123")]
    [InlineData("+1 (646) 555-0133")]
    [InlineData("(212) 555-0143")]
    [InlineData("212-555-0143 x99")]
    [InlineData("020 7946 0958")]
    [InlineData("98765\u00a043210")]
    [InlineData("212\u2011555\u20110143")]
    public void Phone_IsFoundWhole(string number)
    {
        Assert.Equal([$"Phone:{number}"], Prose.Scan(number));
        Assert.Equal([$"Phone:{number}"], Prose.Scan($"**{number}**, please"));
        Assert.Equal([$"Phone:{number}"], Prose.Scan($"\"{number}\""));
    }

    [Theory]
    [InlineData("1234567")]
    [InlineData("order 212-555-0143")]
    [InlineData("$2125550143")]
    [InlineData("A212-555-0143")]
    [InlineData("X-212-555-0143")]
    [InlineData("212-555-0143-77")]
    [InlineData("100 200 300")]
    [InlineData("1,234,567,890")]
    [InlineData("+12")]
    [InlineData("call 12")]
    public void OtherRowsOfDigits_AreNoPhone(string text) => Assert.Empty(Prose.Scan(text));

    [Theory]
    [InlineData("4111111111111112")]
    [InlineData("x4111111111111111")]
    [InlineData("4111111111111111x")]
    [InlineData("41111111111111110000")]
    [InlineData("4111 11111111 1111")]
    [InlineData("9111111111111111")]
    public void DigitsThatAreNoCard_AreNotFound(string text) => Assert.Empty(Prose.Scan(text));

    [Theory]
    [InlineData("DE89370400440532013001")]
    [InlineData("DE8937040044053201300")]
    [InlineData("XX89370400440532013000")]
    [InlineData("ADE89370400440532013000")]
    [InlineData("DE893704004405320130001")]
    [InlineData("DE8 9370 4004 4053 2013 000")]
    public void LettersAndDigitsThatAreNoIban_AreNotFound(string text) => Assert.DoesNotContain(Prose.Scan(text), found => found.StartsWith("Iban", StringComparison.Ordinal));

    [Theory]
    [InlineData("256.1.1.1")]
    [InlineData("1.2.3")]
    [InlineData("1.2.3.4.5")]
    [InlineData("01.2.3.4")]
    [InlineData("v1.2.3.4")]
    [InlineData("version 1.2.3.4")]
    [InlineData("12:30:45")]
    [InlineData("00:1b:44:11:3a:b7")]
    [InlineData("a1::2")]
    [InlineData("1:2:3:4:5:6:7:8:9")]
    public void OtherDottedAndColonedNumbers_AreNoAddress(string text) => Assert.DoesNotContain(Prose.Scan($"{text} "), found => found == $"IpAddress:{text}");

    [Theory]
    [InlineData("::1", "IpAddress:::1")]
    [InlineData("at fe80::1.", "IpAddress:fe80::1")]
    [InlineData("abc1::2", "IpAddress:abc1::2")]
    [InlineData("::ffff:192.0.2.128", "IpAddress:::ffff:192.0.2.128")]
    [InlineData("1:2:3:4:5:6:7:8", "IpAddress:1:2:3:4:5:6:7:8")]
    [InlineData("http://192.0.2.7/x", "IpAddress:192.0.2.7")]
    [InlineData("192.0.2.7.", "IpAddress:192.0.2.7")]
    public void Address_EndsWhereItEnds(string text, string expected) => Assert.Equal([expected], Prose.Scan(text));

    [Theory]
    [InlineData("born 1985-03-12", "DateOfBirth:1985-03-12")]
    [InlineData("Born: March 12th, 1985.", "DateOfBirth:March 12th, 1985")]
    [InlineData("GEBOREN 12. 3. 1985", "DateOfBirth:12. 3. 1985")]
    [InlineData("12/03/1985 (DOB)", "DateOfBirth:12/03/1985")]
    public void DateNearABirth_IsFound(string text, string expected) => Assert.Equal([expected], Prose.Scan(text));

    [Theory]
    [InlineData("1985-03-12")]
    [InlineData("reborn 1985-03-12")]
    [InlineData("airborne on 12 March 1985")]
    [InlineData("born 1985-13-12")]
    [InlineData("born 32/03/1985")]
    [InlineData("born 12/03/1785")]
    [InlineData("She was born there. A second line\nand a third\n1985-03-12")]
    [InlineData("call 1985-03-12")]
    public void OtherDate_IsNoBirthAndNoPhone(string text) => Assert.Empty(Prose.Scan(text));

    [Theory]
    [InlineData("ABCPE1234F", true)]
    [InlineData("abcpe1234f", true)]
    [InlineData("ABCDE1234F", false)]
    [InlineData("AbCPE1234F", false)]
    [InlineData("XABCPE1234F", false)]
    [InlineData("ABCPE1234FX", false)]
    [InlineData("ABCPE12345", false)]
    public void Pan_IsOfItsForm(string text, bool isPan) => Assert.Equal(isPan, Prose.Scan(text).Count == 1);

    [Theory]
    [InlineData("536-22-1234", true)]
    [InlineData("536 22 1234", false)]
    [InlineData("ssn 536 22 1234", true)]
    [InlineData("536221234", false)]
    [InlineData("SSN: 536221234", true)]
    [InlineData("000-22-1234", false)]
    [InlineData("666-22-1234", false)]
    [InlineData("900-22-1234", false)]
    [InlineData("536-00-1234", false)]
    [InlineData("536-22-0000", false)]
    [InlineData("1536-22-1234", false)]
    [InlineData("536-22-12345", false)]
    [InlineData("536-22-1234-5", false)]
    public void Ssn_IsOneThatIsGivenOut(string text, bool isSsn) =>
        Assert.Equal(isSsn, Prose.Scan(text).Any(found => found.StartsWith("UsSsn", StringComparison.Ordinal)));
}
