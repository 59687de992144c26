using TenantGateway.Core.Tokens;

namespace TenantGateway.Core.Tests.Tokens;

public class NoncesTests
{
    [Fact]
    public async Task NoncesOfManyThreads_NeverRepeat()
    {
        var lots = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            var drawn = new List<string>();
            var nonce = new byte[Nonces.Size];
            for (var i = 0; i < 1000; i++)
            {
                Nonces.Next(nonce);
                drawn.Add(Convert.ToHexString(nonce));
            }

            return drawn;
        })));

        Assert.Equal(4000, lots.SelectMany(lot => lot).Distinct().Count());
        Assert.DoesNotContain(new string('0', 2 * Nonces.Size), lots.SelectMany(lot => lot));
    }
}
