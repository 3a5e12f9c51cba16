using Dapper;
using Portal.Data;

namespace Portal.Pricing;

internal sealed class PriceBook(IDatabase database, TimeProvider time) : IPriceBook
{
    public async ValueTask<OwnPrice?> FindOwn(string projectId, CancellationToken cancellation)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var prices = await database.Read(connection => connection.Query<(string Id, string Kind, long Nanodollars)>("""
            SELECT id, kind, nanodollars FROM prices AS price WHERE project_id = @projectId AND kind IN ('run', 'tokens') AND item = ''
              AND effective_from = (SELECT MAX(effective_from) FROM prices AS other
                WHERE other.project_id = price.project_id AND other.kind = price.kind AND other.item = '' AND other.effective_from <= @now)
            """, new { projectId, now }).ToList(), cancellation);
        return prices.Count == 0 ? null : new OwnPrice(
            string.Join('+', prices.Select(price => price.Id)),
            prices.FirstOrDefault(price => price.Kind == "run").Nanodollars,
            prices.FirstOrDefault(price => price.Kind == "tokens").Nanodollars);
    }
}
