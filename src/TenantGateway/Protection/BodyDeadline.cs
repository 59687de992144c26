using Microsoft.Extensions.ObjectPool;

namespace TenantGateway.Protection;

/// <summary>The time that one body has to come, used again from body to body. It ends with the exchange too.</summary>
internal sealed class BodyDeadline : IDisposable
{
    private readonly DefaultObjectPool<BodyDeadline> _pool;
    private readonly CancellationTokenSource _source;
    private CancellationTokenRegistration _exchange;

    private BodyDeadline(DefaultObjectPool<BodyDeadline> pool, TimeProvider time) => (_pool, _source) = (pool, new CancellationTokenSource(Timeout.InfiniteTimeSpan, time));

    public CancellationToken Token => _source.Token;

    /// <summary>Gives it back. One that has passed is not used again.</summary>
    public void Dispose()
    {
        _exchange.Dispose();
        _exchange = default;
        if (_source.TryReset()) _pool.Return(this);
        else _source.Dispose();
    }

    private BodyDeadline Begin(TimeSpan time, CancellationToken exchange)
    {
        _exchange = exchange.UnsafeRegister(static source => ((CancellationTokenSource?)source)?.Cancel(), _source);
        _source.CancelAfter(time);
        return this;
    }

    /// <summary>Those that are at rest.</summary>
    internal sealed class Pool
    {
        // As many as bodies may be under way at once.
        private const int Kept = 256;

        private readonly DefaultObjectPool<BodyDeadline> _pool;

        public Pool(TimeProvider time)
        {
            var policy = new Policy(time);
            policy.Pool = _pool = new DefaultObjectPool<BodyDeadline>(policy, Kept);
        }

        /// <param name="time">From now.</param>
        /// <param name="exchange">Ends it as well.</param>
        public BodyDeadline Begin(TimeSpan time, CancellationToken exchange) => _pool.Get().Begin(time, exchange);

        private sealed class Policy(TimeProvider time) : PooledObjectPolicy<BodyDeadline>
        {
            public DefaultObjectPool<BodyDeadline>? Pool { get; set; }

            public override BodyDeadline Create() => new(Pool ?? throw new InvalidOperationException("The pool is not there yet."), time);

            public override bool Return(BodyDeadline obj) => true;
        }
    }
}
