using System.Diagnostics;

namespace TenantGateway.Fuzz;

/// <summary>Makes an input smaller as long as it stays what it is: takes away halves, quarters and so on, down to single bytes.</summary>
internal static class Smallest
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    public static async Task<byte[]> FindAsync(byte[] input, Func<byte[], Task<bool>> isIt)
    {
        var clock = Stopwatch.StartNew();
        for (var length = Math.Max(1, input.Length / 2); ; length /= 2)
        {
            for (var at = 0; at < input.Length && clock.Elapsed < Longest;)
            {
                byte[] less = [.. input[..at], .. input[Math.Min(input.Length, at + length)..]];
                if (await isIt(less)) input = less;
                else at += length;
            }

            if (length <= 1) return input;
        }
    }
}
