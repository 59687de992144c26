using TenantGateway.Storage.Databases;

namespace TenantGateway.Tests.Storage.Contracts;

/// <summary>What a store does, whatever the dialect. Each dialect runs all of it.</summary>
public abstract class StorageContract : IAsyncLifetime
{
    private TestStorage? _storage;
    private Database? _database;

    internal TestStorage Storage => _storage ?? throw new InvalidOperationException("Not started.");

    internal Database Database => _database ??= Storage.Open();

    public virtual async Task InitializeAsync() => _storage = await CreateStorageAsync();

    public virtual async Task DisposeAsync()
    {
        _database?.Dispose();
        _database = null;
        if (_storage is not null) await _storage.DisposeAsync();
    }

    internal abstract Task<TestStorage> CreateStorageAsync();
}
