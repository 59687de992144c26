using System.Text;
using TenantGateway.Core.Buffers;
using TenantGateway.Core.Content;

namespace TenantGateway.Core.Tests.Content;

public class UnitEditsTests
{
    [Fact]
    public void Edits_ReplaceTheirSpansOnly()
    {
        using var edits = new UnitEdits();
        Replace(edits, 0, 1, "AAA");
        Replace(edits, 1, 2, "");
        Replace(edits, 5, 1, "F");
        Assert.Equal("AAAdeF", Splice(edits, "abcdef"));
        Assert.Equal(3, edits.Count);
    }

    [Fact]
    public void NoEdits_LeaveTheDocument()
    {
        using var edits = new UnitEdits();
        Assert.Equal("abc", Splice(edits, "abc"));
    }

    [Fact]
    public void Overlap_Throws()
    {
        using var edits = new UnitEdits();
        Replace(edits, 2, 2, "x");
        Assert.Throws<ArgumentException>(() => Replace(edits, 3, 1, "y"));
        Assert.Throws<ArgumentException>(() => Replace(edits, 0, 1, "y"));
    }

    [Fact]
    public void Reset_ForgetsEverything()
    {
        using var edits = new UnitEdits();
        Replace(edits, 2, 2, "long replacement");
        edits.Reset();
        Assert.Equal(0, edits.Count);
        Assert.Equal(0, edits.Replacements.Length);
        Replace(edits, 0, 1, "x");
        Assert.Equal("xbcd", Splice(edits, "abcd"));
    }

    private static void Replace(UnitEdits edits, int start, int length, string replacement)
    {
        var at = edits.Replacements.Length;
        edits.Replacements.Append(Encoding.UTF8.GetBytes(replacement));
        edits.Replace(start, length, at);
    }

    private static string Splice(UnitEdits edits, string document)
    {
        using var output = new ByteBuffer(16);
        edits.Splice(Encoding.UTF8.GetBytes(document), output);
        Assert.Equal(edits.SplicedLength(document.Length), output.Length);
        return Encoding.UTF8.GetString(output.Written);
    }
}
