using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Portal.Client.Providers;

namespace Portal.Models.Gateway;

/// <summary>
/// A circuit breaker for each provider, in memory. After so many failures in a row it opens and calls go elsewhere; when
/// it has rested, one call at a time tries it, and the first success closes it.
/// </summary>
internal sealed class ProviderCircuits(IOptions<GatewayOptions> options, TimeProvider time)
{
    const int Remembered = 10;

    readonly ConcurrentDictionary<string, Circuit> circuits = new();

    /// <summary>False while the provider rests. True of a rested one makes the caller its one trial: report how it went.</summary>
    public bool TryEnter(string providerId) => circuits.GetOrAdd(providerId, Make).TryEnter();

    public void Succeeded(string providerId) => circuits.GetOrAdd(providerId, Make).Report(failed: false, counts: true);

    /// <param name="counts">False for failures that say nothing of the provider's state, such as a refused request: they never open the circuit.</param>
    public void Failed(string providerId, bool counts) => circuits.GetOrAdd(providerId, Make).Report(failed: true, counts);

    /// <summary>The call was given up by its caller: neither a success nor a failure.</summary>
    public void Left(string providerId) => circuits.GetOrAdd(providerId, Make).Leave();

    /// <summary>A provider whose settings changed begins anew.</summary>
    public void Forget(string providerId) => circuits.TryRemove(providerId, out _);

    public ProviderStatus Status(string providerId) =>
        circuits.TryGetValue(providerId, out var circuit) ? circuit.Status() : ProviderStatus.Unknown;

    /// <summary>Until when it rests; null while calls go to it.</summary>
    public DateTimeOffset? RestsUntil(string providerId) => circuits.TryGetValue(providerId, out var circuit) ? circuit.RestsUntil() : null;

    Circuit Make(string providerId) => new(options.Value, time);

    sealed class Circuit(GatewayOptions options, TimeProvider time)
    {
        readonly Lock gate = new();
        readonly Queue<bool> last = new();
        int failuresInARow;
        DateTimeOffset? restsUntil;
        bool onTrial;

        public bool TryEnter()
        {
            lock (gate)
            {
                if (restsUntil is null) return true;
                if (onTrial || time.GetUtcNow() < restsUntil) return false;
                return onTrial = true;
            }
        }

        public void Report(bool failed, bool counts)
        {
            lock (gate)
            {
                onTrial = false;
                last.Enqueue(failed);
                if (last.Count > Remembered) last.Dequeue();
                if (!failed) (failuresInARow, restsUntil) = (0, null);
                else if (counts && (++failuresInARow >= options.CircuitFailures || restsUntil is not null))
                    restsUntil = time.GetUtcNow().AddSeconds(options.CircuitSeconds);
            }
        }

        public void Leave()
        {
            lock (gate) onTrial = false;
        }

        public DateTimeOffset? RestsUntil()
        {
            lock (gate) return restsUntil;
        }

        public ProviderStatus Status()
        {
            lock (gate)
            {
                if (restsUntil is not null) return ProviderStatus.Open;
                if (last.Count == 0) return ProviderStatus.Unknown;
                return last.Contains(true) ? ProviderStatus.Degraded : ProviderStatus.Healthy;
            }
        }
    }
}
