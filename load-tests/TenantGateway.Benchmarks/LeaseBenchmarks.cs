using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;
using TenantGateway.Keys;
using TenantGateway.Storage.Databases;
using TenantGateway.Storage.Tombstones;

namespace TenantGateway.Benchmarks;

/// <summary>A lease in the steady state, as every unit takes one: all generations are held, nothing is asked of the key service. Bounds: 50 ns and 0 B.</summary>
[MemoryDiagnoser]
public class LeaseBenchmarks
{
    private const int Tenants = 1000;

    private static readonly TenantId Acme = TenantId.Parse("acme-corporation");

    private readonly ServiceProvider _meters = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private ReadOnlyMemory<KeyId> _met;
    private KeyRings? _rings;
    private KeyRing? _ring;

    private KeyRings Rings => _rings ?? throw new InvalidOperationException("Not set up.");

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        var service = new PlainKeyService();
        var records = new List<GenerationRecord>();
        foreach (var tenant in (TenantId[])[Acme, .. Enumerable.Range(1, Tenants - 1).Select(i => TenantId.Parse($"tenant-{i}"))])
        {
            foreach (var line in (KeyLine[])[KeyLine.Data, KeyLine.Lookup, KeyLine.Audit]) records.Add(service.Sign(tenant, line, records.Count));
        }

        _rings = Compose(service, new OneTable(records));
        await _rings.ReloadAsync(CancellationToken.None);
        foreach (var tenant in records.Select(record => record.Tenant).Distinct()) (await _rings.LeaseAsync(tenant, default, CancellationToken.None)).Dispose();
        _met = new[] { records[0].KeyId, records[0].KeyId, records[1].KeyId };
        using var lease = await _rings.LeaseAsync(Acme, default, CancellationToken.None);
        _ring = lease.Ring;
    }

    /// <summary>The ring alone: taking and ending the lease.</summary>
    [Benchmark]
    public void OfARing() => _ring?.TryLease()?.Dispose();

    /// <summary>The whole way of a unit that holds no tokens, such as a request: among a thousand tenants.</summary>
    [Benchmark(Baseline = true)]
    public void OfATenant()
    {
        var leasing = Rings.LeaseAsync(Acme, default, CancellationToken.None);
        using var lease = leasing.GetAwaiter().GetResult();
    }

    /// <summary>The same with three key ids met.</summary>
    [Benchmark]
    public void OfATenantWithThreeKeyIds()
    {
        var leasing = Rings.LeaseAsync(Acme, _met, CancellationToken.None);
        using var lease = leasing.GetAwaiter().GetResult();
    }

    private KeyRings Compose(PlainKeyService service, OneTable store)
    {
        var options = Options.Create(new KeysOptions());
        var time = TimeProvider.System;
        var states = new KekStates(options, time);
        var held = new HeldGenerations();
        var calls = new KeyServiceCalls(service, options, time);
        var metrics = new KeyMetrics(_meters.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>(), states, held, calls);
        // Where nothing is ever written: no key is lost here.
        var tombstones = new TombstoneLog(Options.Create(new TombstonesOptions { Directory = Path.GetTempPath() }), Options.Create(new StorageOptions()), service, NullLogger<TombstoneLog>.Instance);
        var watch = new KekWatch(states, held, new KeyEvents(NullLogger<KeyEvents>.Instance), tombstones, NullLogger<KekWatch>.Instance);
        var unwrapper = new GenerationUnwrapper(
            states, held, calls, watch, options, time, metrics, new KeyServiceState(time), NullLogger<GenerationUnwrapper>.Instance);
        return new KeyRings(store, service, new GenerationVerifier(metrics, new RecordAlarms(), NullLogger<GenerationVerifier>.Instance), states, held, unwrapper, NullLogger<KeyRings>.Instance);
    }

    private sealed class OneTable(IReadOnlyList<GenerationRecord> records) : IGenerationStore
    {
        public ValueTask<IReadOnlyList<GenerationRecord>> ListAsync(CancellationToken cancellationToken) => ValueTask.FromResult(records);

        public ValueTask AddAsync(IReadOnlyList<GenerationRecord> generations, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<bool> TryChangeAsync(IReadOnlyList<GenerationRecord> changed, CancellationToken cancellationToken) => throw new NotSupportedException();
    }

    /// <summary>Wraps nothing: the wrapped key is the key.</summary>
    private sealed class PlainKeyService : IKeyEncryptionService
    {
        private readonly ECDsa _signing = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        public GenerationRecord Sign(TenantId tenant, KeyLine line, int number)
        {
            var record = new GenerationRecord
            {
                Tenant = tenant, KeyId = KeyId.FromBits((uint)number), Line = line, Number = 1, State = GenerationState.Primary, Epoch = 1,
                KekId = $"local:kek-{tenant}/1", WrappedKey = RandomNumberGenerator.GetBytes(GenerationKey.KeySize), Signature = default,
            };
            var digest = RecordSignature.Digest(GenerationRecordEncoding.Encode(record));
            return record with { Signature = _signing.SignHash(digest, DSASignatureFormat.IeeeP1363FixedFieldConcatenation) };
        }

        public ValueTask<byte[]> WrapAsync(string kekId, ReadOnlyMemory<byte> key, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<int> UnwrapAsync(string kekId, ReadOnlyMemory<byte> wrappedKey, Memory<byte> destination, CancellationToken cancellationToken)
        {
            wrappedKey.CopyTo(destination);
            return ValueTask.FromResult(wrappedKey.Length);
        }

        public ValueTask<byte[]> SignAsync(ReadOnlyMemory<byte> digest, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<byte[]> GetSigningKeyAsync(CancellationToken cancellationToken) => ValueTask.FromResult(_signing.ExportSubjectPublicKeyInfo());
    }
}
