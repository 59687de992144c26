using System.Text;
using TenantGateway.Core.Buffers;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;
using TenantGateway.Core.Tests.Cryptography;
using TenantGateway.Core.Tokens;
using TenantGateway.Core.Tokens.Shapes;

namespace TenantGateway.Core.Tests.Tokens.Shapes;

/// <summary>Shapes as strings, under keys that are the same in every run.</summary>
internal static class TestShapes
{
    public static ShapeKey Key(string tenant = "acme", int generation = 0) =>
        new(TenantId.Parse(tenant), KeyId.FromBits((uint)(1000 + generation)), generation % ShapeKey.Slots, AesSivCiphers.Pattern(GenerationKey.KeySize, $"{generation}"));

    /// <summary>The shape, or null where the address does not fit.</summary>
    public static string? Email(ShapeKey key, string address, string fieldClass = "email")
    {
        using var output = new ByteBuffer(16);
        var fit = EmailShape.TryWrite(key, Bytes(fieldClass), Bytes(address), output);
        Assert.Equal(fit == ShapeFit.Fits, output.Length > 0);
        return fit == ShapeFit.Fits ? Text(output.Written) : null;
    }

    /// <summary>Class and address, or null where the text does not open.</summary>
    public static (string Class, string Address)? OpenEmail(ShapeKey key, ReadOnlySpan<byte> text)
    {
        var opened = Scratch.Rent(16);
        try
        {
            return EmailShape.TryOpen(key, text, ref opened, out var payload) ? (Text(payload.Class), Text(payload.Value)) : null;
        }
        finally
        {
            opened.Dispose();
        }
    }

    public static (ShapeFit Fit, string Shape) Date(ShapeKey key, string date, string fieldClass = "date-of-birth")
    {
        var shape = new byte[DateShape.Length];
        var fit = DateShape.TryWrite(key, Bytes(fieldClass), Bytes(date), shape);
        if (fit != ShapeFit.Fits) Assert.Equal(new byte[DateShape.Length], shape);
        return (fit, Text(shape));
    }

    public static string? RestoreDate(ShapeKey key, string shape, string fieldClass = "date-of-birth")
    {
        var date = new byte[DateShape.Length];
        return DateShape.TryRestoreUnverified(key, Bytes(fieldClass), Bytes(shape), date) ? Text(date) : null;
    }

    public static (ShapeFit Fit, string Shape) Phone(ShapeKey key, string number, string fieldClass = "phone")
    {
        var shape = new byte[PhoneShape.Length];
        var fit = PhoneShape.TryWrite(key, Bytes(fieldClass), Bytes(number), shape);
        if (fit != ShapeFit.Fits) Assert.Equal(new byte[PhoneShape.Length], shape);
        return (fit, Text(shape));
    }

    public static string? RestorePhone(ShapeKey key, string shape, string fieldClass = "phone")
    {
        var number = new byte[PhoneShape.MaxNumberLength];
        return PhoneShape.TryRestoreUnverified(key, Bytes(fieldClass), Bytes(shape), number, out var written) ? Text(number.AsSpan(0, written)) : null;
    }

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    public static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);
}
