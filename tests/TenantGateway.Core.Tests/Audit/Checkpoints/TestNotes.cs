using System.Security.Cryptography;
using TenantGateway.Core.Audit.Checkpoints;
using TenantGateway.Core.Audit.Merkle;
using TenantGateway.Core.Keys;

namespace TenantGateway.Core.Tests.Audit.Checkpoints;

/// <summary>A key that signs notes as the gateway does: r||s from a key service, made DER.</summary>
internal sealed class TestNotes : IDisposable
{
    public const string Origin = "tenantgateway/test";

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public TestNotes() => Key = NoteKey.TryImport(_key.ExportSubjectPublicKeyInfo(), out var key) ? key : throw new InvalidOperationException();

    public NoteKey Key { get; }

    public byte[] Sign(string text, string name = Origin)
    {
        var note = new SignedNote { Text = text, Signatures = [] };
        var signature = NoteKey.ToDer(_key.SignHash(RecordSignature.Digest(note.SignedBytes)));
        return (note with { Signatures = [new NoteSignature(name, Key.Id, signature)] }).ToArray();
    }

    public byte[] Sign(long size, MerkleHash root) => Sign(new Checkpoint(Origin, size, root).Text);

    /// <summary>r||s, as records are signed.</summary>
    public byte[] SignRecord(ReadOnlySpan<byte> encoding) => _key.SignHash(RecordSignature.Digest(encoding));

    public void Dispose()
    {
        _key.Dispose();
        Key.Dispose();
    }
}
