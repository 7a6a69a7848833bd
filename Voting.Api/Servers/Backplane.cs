using System.Diagnostics;
using StackExchange.Redis;
using Voting.Api.Stores;

namespace Voting.Api.Servers;

/// <summary>
/// Redis carries pushes between servers and nothing else: it is a wake-up channel, and losing it delays screens, never ballots.
/// </summary>
public sealed class Backplane : IDisposable
{
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(1);

    private readonly ConnectionMultiplexer? _redis;
    private readonly Lock _lock = new();
    private bool _missed;
    private long _backSince;
    private bool _again;

    public Backplane(Settings settings, Database database)
    {
        if (Settings.Secret(settings.Redis) is not { } address) return;
        var prefix = database is PostgresDatabase shared ? $"voting:{shared.Schema}:" : "voting:";
        ConfigurationOptions options;
        try
        {
            options = ConfigurationOptions.Parse(address);
        }
        catch (ArgumentException)
        {
            throw new StartException("Redis 地址有误，应形如 / the address of Redis is wrong, it should be like: --redis HOST:6379,password=…");
        }

        options.ChannelPrefix = RedisChannel.Literal(prefix);
        options.AbortOnConnectFail = true;
        options.ConnectTimeout = 3000;
        options.ReconnectRetryPolicy = new LinearRetry(500);
        // Nothing waits for a Redis that is away: neither a push nor a tablet that connects.
        options.BacklogPolicy = BacklogPolicy.FailFast;
        try
        {
            _redis = ConnectionMultiplexer.Connect(options);
        }
        catch (RedisConnectionException)
        {
            throw new StartException($"无法连接 Redis / Redis cannot be reached: {string.Join(',', options.EndPoints)}");
        }

        _redis.ConnectionFailed += (_, _) => Miss();
        _redis.ConnectionRestored += (_, _) => Miss();
    }

    public IConnectionMultiplexer Redis => _redis ?? throw new InvalidOperationException("This server was started without Redis.");

    /// <summary>Whether this server was started with one.</summary>
    public bool IsWanted => _redis is not null;

    /// <summary>Whether pushes reach the screens of every server now.</summary>
    public bool IsUp => _redis is { IsConnected: true } && _redis.GetSubscriber().IsConnected();

    /// <summary>Told once when pushes may have been missed and the backplane is up again, and once more when it has settled.</summary>
    public bool CameBack()
    {
        if (!IsWanted) return false;
        var up = IsUp;
        lock (_lock)
        {
            if (!up)
            {
                (_missed, _again) = (true, false);
                return false;
            }

            if (_missed)
            {
                (_missed, _again, _backSince) = (false, true, Stopwatch.GetTimestamp());
                return true;
            }

            // It takes up its subscriptions again one after the other.
            if (!_again || Stopwatch.GetElapsedTime(_backSince) < Settling) return false;
            _again = false;
            return true;
        }
    }

    public void Dispose() => _redis?.Dispose();

    private void Miss()
    {
        lock (_lock) _missed = true;
    }
}
