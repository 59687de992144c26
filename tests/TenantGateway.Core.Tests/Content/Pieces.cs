namespace TenantGateway.Core.Tests.Content;

/// <summary>A body in pieces.</summary>
internal static class Pieces
{
    /// <summary>Cut into two at every place, cut at every place at once, and whole.</summary>
    public static IEnumerable<byte[][]> EveryWay(byte[] body)
    {
        yield return [body];
        yield return [.. body.Select(single => new[] { single })];
        for (var at = 1; at < body.Length; at++) yield return [body[..at], body[at..]];
    }

    /// <summary>Cut after each of some lengths, over and over.</summary>
    public static IEnumerable<byte[]> Cut(byte[] body, int[] lengths)
    {
        for (var (at, i) = (0, 0); at < body.Length; i++)
        {
            var length = Math.Min(lengths[i % lengths.Length], body.Length - at);
            yield return body[at..(at + length)];
            at += length;
        }
    }
}
