using System.Security.Cryptography;
using System.Text;
using TenantGateway.Core.Audit.Checkpoints;
using TenantGateway.Core.Audit.Merkle;

namespace TenantGateway.Core.Tests.Audit.Checkpoints;

public sealed class CheckpointTests : IDisposable
{
    private readonly TestNotes _notes = new();

    public void Dispose() => _notes.Dispose();

    [Fact]
    public void Text_IsThreeLines() =>
        Assert.Equal("tenantgateway/test\n20852163\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", new Checkpoint(TestNotes.Origin, 20852163, MerkleHash.Empty).Text);

    [Fact]
    public void Note_HasTheFormatOfC2sp()
    {
        var lines = Encoding.UTF8.GetString(_notes.Sign(7, MerkleHash.Empty)).Split('\n');
        Assert.Equal([TestNotes.Origin, "7", MerkleHash.Empty.ToString(), ""], lines[..4]);
        Assert.Equal(["\u2014", TestNotes.Origin], lines[4].Split(' ')[..2]);
        Assert.Equal("", lines[5]);
        Assert.Equal(6, lines.Length);
        // The id of the key, type 0x02: the first four bytes of SHA-256 over the SubjectPublicKeyInfo.
        Assert.Equal(SHA256.HashData(_notes.Key.SubjectPublicKeyInfo.Span)[..4], Convert.FromBase64String(lines[4].Split(' ')[2])[..4]);
    }

    [Fact]
    public void Signed_IsVerified()
    {
        Assert.Equal(CheckpointVerdict.Valid, Checkpoint.Verify(_notes.Sign(7, MerkleHash.Empty), _notes.Key, out var checkpoint));
        Assert.Equal(new Checkpoint(TestNotes.Origin, 7, MerkleHash.Empty), checkpoint);
    }

    [Fact]
    public void EveryBitThatIsFlipped_IsFound()
    {
        var note = _notes.Sign(7, MerkleHash.Empty);
        for (var bit = 0; bit < note.Length * 8; bit++)
        {
            var flipped = (byte[])note.Clone();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.NotEqual(CheckpointVerdict.Valid, Checkpoint.Verify(flipped, _notes.Key, out var checkpoint));
            Assert.Null(checkpoint);
        }
    }

    [Fact]
    public void EveryLengthThatIsCutOff_IsFound()
    {
        var note = _notes.Sign(7, MerkleHash.Empty);
        for (var length = 0; length < note.Length; length++) Assert.NotEqual(CheckpointVerdict.Valid, Checkpoint.Verify(note.AsSpan(0, length), _notes.Key, out _));
        Assert.NotEqual(CheckpointVerdict.Valid, Checkpoint.Verify([.. note, (byte)'\n'], _notes.Key, out _));
    }

    [Fact]
    public void OtherKey_IsTold()
    {
        using var other = new TestNotes();
        Assert.Equal(CheckpointVerdict.OtherKey, Checkpoint.Verify(_notes.Sign(7, MerkleHash.Empty), other.Key, out _));
        Assert.Equal(CheckpointVerdict.OtherKey, Checkpoint.Verify(_notes.Sign(new Checkpoint("another/log", 7, MerkleHash.Empty).Text), _notes.Key, out _));
    }

    [Theory]
    [InlineData("tenantgateway/test\n07\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n")]
    [InlineData("tenantgateway/test\n-7\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n")]
    [InlineData("tenantgateway/test\n7\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU\n")]
    [InlineData("tenantgateway/test\n7\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\nmore\n")]
    [InlineData("tenantgateway/test\n7\n")]
    [InlineData("\n7\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n")]
    public void SignedTextOfAnotherShape_IsNoCheckpoint(string text) => Assert.Equal(CheckpointVerdict.NotACheckpoint, Checkpoint.Verify(_notes.Sign(text), _notes.Key, out _));

    [Fact]
    public void FurtherSignatures_AreNobodysBusiness()
    {
        Assert.True(SignedNote.TryParse(_notes.Sign(7, MerkleHash.Empty), out var note));
        var witnessed = note with { Signatures = [new NoteSignature("witness.example", 42, new byte[] { 1, 2, 3 }), .. note.Signatures] };
        Assert.Equal(CheckpointVerdict.Valid, Checkpoint.Verify(witnessed.ToArray(), _notes.Key, out _));
    }

    [Fact]
    public void KeyOnAnotherCurve_IsRefused()
    {
        using var p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        Assert.False(NoteKey.TryImport(p384.ExportSubjectPublicKeyInfo(), out _));
        Assert.False(NoteKey.TryImport([1, 2, 3], out _));
        Assert.False(NoteKey.TryImportPem("no key", out _));
        Assert.True(NoteKey.TryImportPem(_notes.Key.Pem, out var read));
        Assert.Equal(_notes.Key.Id, read.Id);
    }

    [Fact]
    public void Proof_HasTheFormatOfC2sp()
    {
        var proof = new TlogProof { Index = 5, Path = [MerkleHash.Empty, MerkleHash.OfLeaf([])], Checkpoint = "test checkpoint\n"u8.ToArray() };
        Assert.Equal($"c2sp.org/tlog-proof@v1\nindex 5\n{MerkleHash.Empty}\n{MerkleHash.OfLeaf([])}\n\ntest checkpoint\n", Encoding.UTF8.GetString(proof.ToArray()));
        Assert.True(TlogProof.TryParse(proof.ToArray(), out var read));
        Assert.Equal(proof.ToArray(), read.ToArray());
        var alone = new TlogProof { Index = 0, Path = [], Checkpoint = "checkpoint\n"u8.ToArray() };
        Assert.Equal("c2sp.org/tlog-proof@v1\nindex 0\n\ncheckpoint\n", Encoding.UTF8.GetString(alone.ToArray()));
        Assert.True(TlogProof.TryParse(alone.ToArray(), out read));
        Assert.Empty(read.Path);
    }

    [Theory]
    [InlineData("c2sp.org/tlog-proof@v2\nindex 0\n\ncheckpoint\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex 00\n\ncheckpoint\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex 0\nAAAA\n\ncheckpoint\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nextra AAAA\nindex 0\n\ncheckpoint\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex 0\n")]
    [InlineData("")]
    public void ProofInAnotherFormat_IsRefused(string text) => Assert.False(TlogProof.TryParse(Encoding.UTF8.GetBytes(text), out _));
}
