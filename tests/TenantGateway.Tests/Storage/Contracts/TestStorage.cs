using System.Data.Common;
using TenantGateway.Storage.Databases;

namespace TenantGateway.Tests.Storage.Contracts;

/// <summary>A database of one test in one of the dialects, empty but for its schema, and gone after it.</summary>
internal abstract class TestStorage : IAsyncDisposable
{
    /// <summary>A directory for whatever else a test keeps.</summary>
    internal TempDirectory Directory { get; } = new();

    /// <summary>Where the tombstones are.</summary>
    internal string Tombstones
    {
        get => field ?? Directory["state-tombstones"];
        init;
    }

    /// <summary>The settings with which a gateway finds it.</summary>
    internal abstract Dictionary<string, string?> Settings { get; }

    /// <summary>As another process opens it.</summary>
    internal abstract Database Open();

    /// <summary>A connection of somebody who is no gateway, and may do everything.</summary>
    internal abstract Task<DbConnection> ConnectAsync();

    /// <summary>Backs it up as <c>docs/backup.md</c> says, while gateways write.</summary>
    internal abstract Task BackUpAsync(string file);

    /// <summary>Restores a backup of the same dialect in another place, with the tombstones of this one.</summary>
    internal abstract Task<TestStorage> RestoreElsewhereAsync(string file);

    public virtual ValueTask DisposeAsync()
    {
        Directory.Dispose();
        return ValueTask.CompletedTask;
    }
}
