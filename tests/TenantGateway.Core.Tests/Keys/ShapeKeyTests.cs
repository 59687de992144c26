using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;
using TenantGateway.Core.Tests.Cryptography;
using TenantGateway.Core.Tests.Tokens.Shapes;
using TenantGateway.Core.Tokens.Shapes;

namespace TenantGateway.Core.Tests.Keys;

public class ShapeKeyTests
{
    [Fact]
    public void KeyOfAnotherSizeOrSlotThatIsNone_IsRefused()
    {
        var tenant = TenantId.Parse("acme");
        Assert.Throws<ArgumentException>(() => new ShapeKey(tenant, KeyId.FromBits(1), 0, new byte[32]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ShapeKey(tenant, KeyId.FromBits(1), ShapeKey.Slots, new byte[GenerationKey.KeySize]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ShapeKey(tenant, KeyId.FromBits(1), -1, new byte[GenerationKey.KeySize]));
    }

    [Fact]
    public void UseAfterDispose_Throws()
    {
        var key = TestShapes.Key();
        var email = TestShapes.Email(key, "grace@example.com")!; // Null fails the test as well.
        var date = TestShapes.Date(key, "1985-03-12").Shape;
        key.Dispose();
        Assert.Throws<ObjectDisposedException>(() => TestShapes.OpenEmail(key, TestShapes.Bytes(email)));
        Assert.Throws<ObjectDisposedException>(() => TestShapes.RestoreDate(key, date));
        Assert.Throws<ObjectDisposedException>(() => TestShapes.Phone(key, "+442079460958"));
    }

    [AesNiFact]
    public void DatesAndPhones_AllocateNothing()
    {
        using var key = TestShapes.Key();
        Span<byte> shape = stackalloc byte[PhoneShape.Length];
        Span<byte> restored = stackalloc byte[PhoneShape.Length];
        long before = 0;
        for (var i = 0; i < 200; i++)
        {
            if (i == 100) before = GC.GetAllocatedBytesForCurrentThread();
            Assert.True(DateShape.TryWrite(key, "date-of-birth"u8, "1985-03-12"u8, shape) == ShapeFit.Fits);
            Assert.True(DateShape.TryRestoreUnverified(key, "date-of-birth"u8, shape[..DateShape.Length], restored));
            Assert.True(PhoneShape.TryWrite(key, "phone"u8, "+442079460958"u8, shape) == ShapeFit.Fits);
            Assert.True(PhoneShape.TryRestoreUnverified(key, "phone"u8, shape, restored, out _));
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    // Stored shapes must open for ever: what they look like is fixed here.
    [Fact]
    public void Shapes_AreWhatTheyWere()
    {
        using var key = TestShapes.Key();
        Assert.Multiple(
            () => Assert.Equal("pn1-aaaa7ikj7esxrj6c23apynjjaqf3k6tl2vszs2cn3rnmhvwhpjdetcrn5cfv@io47xyiyvabpbvsvpqscx4w.pn.invalid", TestShapes.Email(key, "grace@example.com")),
            () => Assert.Equal("4617-10-06", TestShapes.Date(key, "1985-03-12").Shape),
            () => Assert.Equal("+999030912768752", TestShapes.Phone(key, "+442079460958").Shape));
    }
}
