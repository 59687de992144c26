using StackExchange.Redis.Configuration;

namespace TenantGateway.Redis.Connections;

/// <summary>Who the gateway is to Redis: asked at every connection, so that a password that was changed is used without a restart.</summary>
internal sealed class RedisLogin(RedisOptions options) : DefaultOptionsProvider
{
    // Of a file that is being replaced the last good content counts.
    private string? _last;

    public override string? User => options.User;

    public override string? Password
    {
        get
        {
            if (options.PasswordFile is not { } file) return null;
            try
            {
                if (PasswordFile.Read(file) is { Length: > 0 } password) _last = password;
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
            {
                // Redis will refuse what is not right any more, which shows as a connection that does not come about.
            }

            return _last;
        }
    }
}
