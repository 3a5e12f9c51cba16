using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Caching.Memory;
using Portal.Models.Gateway;
using Portal.Providers;
using Portal.Safety.Privacy;
using Portal.Safety.Screening;

namespace Portal.Safety;

/// <summary>Has texts judged by the provider that moderates. What it said of a text is remembered for a while, without the text, so that a conversation is not judged anew with each question.</summary>
internal sealed class Moderator(ModerationGateway gateway, PseudonymStore pseudonyms) : IDisposable
{
    const int AtOnce = 8;
    const int Remembered = 10_000;

    readonly MemoryCache known = new(new MemoryCacheOptions { SizeLimit = Remembered });

    /// <param name="names">Where personal data goes out under pseudonyms; else null.</param>
    /// <param name="threadId">Whose pseudonyms these are; null where there is no thread.</param>
    public async Task<Moderations> Judge(IEnumerable<string> texts, Pseudonyms? names, string? threadId, CancellationToken cancellation)
    {
        var asked = texts.Where(text => !string.IsNullOrWhiteSpace(text)).Distinct().ToList();
        if (asked.Count == 0 || await gateway.Find(cancellation) is not { } provider) return Moderations.None;
        var sent = asked.ConvertAll(text => (Text: text, Hidden: names?.Hide(text) ?? text));
        if (names is not null) await pseudonyms.Save(threadId, names, cancellation);
        var scores = new ConcurrentDictionary<string, IReadOnlyDictionary<string, double>>();
        var isDown = false;
        await Parallel.ForEachAsync(sent, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation }, async (one, stop) =>
        {
            var key = KeyOf(provider, one.Hidden);
            var said = known.Get<IReadOnlyDictionary<string, double>>(key);
            // After one failure nobody waits for another.
            if (said is null && !Volatile.Read(ref isDown) && (said = await gateway.Score(provider, one.Hidden, stop)) is not null)
                known.Set(key, said, new MemoryCacheEntryOptions { Size = 1 });
            if (said is null) Volatile.Write(ref isDown, true);
            else scores[one.Text] = said;
        });
        return new(scores);
    }

    public void Dispose() => known.Dispose();

    static string KeyOf(ProviderEndpoint provider, string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{provider.Id}\n{provider.BaseUrl}\n{provider.ModerationModel}\n{text}")));
}
