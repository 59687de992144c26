using System.Data.Common;
using TenantGateway.Storage.Databases;

namespace TenantGateway.Tests.Storage.Contracts;

/// <summary>A database of one test in one of the dialects, empty but for its schema, and gone after it.</summary>
internal abstract class TestStorage : IAsyncDisposable
{
    /// <summary>A directory for whatever else a test keeps.</summary>
    internal TempDirectory Directory { get; } = new();

    /// <summary>The settings with which a gateway finds it.</summary>
    internal abstract Dictionary<string, string?> Settings { get; }

    /// <summary>As another process opens it.</summary>
    internal abstract Database Open();

    /// <summary>A connection of somebody who is no gateway, and may do everything.</summary>
    internal abstract Task<DbConnection> ConnectAsync();

    public virtual ValueTask DisposeAsync()
    {
        Directory.Dispose();
        return ValueTask.CompletedTask;
    }
}
