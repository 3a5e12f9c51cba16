using System.Data;
using Dapper;
using Portal.Api;
using Portal.Client.Api;

namespace Portal.Models;

[method: ExplicitConstructor]
internal sealed record ModelRow(
    string Name, string Tier, long ContextWindow, long? MaxOutputTokens, string Modalities, long CreatedAt, long UpdatedAt);

[method: ExplicitConstructor]
internal sealed record TargetRow(string Model, string ProviderId, string TargetModel, long Priority);

[method: ExplicitConstructor]
internal sealed record PriceRow(
    string Model, long EffectiveFrom, long InputNanodollars, long? CachedInputNanodollars, long OutputNanodollars, long? ReasoningNanodollars);

internal static class ModelsRepository
{
    const string ModelColumns = """
        name, tier, context_window, max_output_tokens, modalities,
        created_at, updated_at
        """;

    const string TargetColumns = "model, provider_id, target_model, priority";

    const string PriceColumns = """
        model, effective_from, input_nanodollars, cached_input_nanodollars,
        output_nanodollars, reasoning_nanodollars
        """;

    public static IEnumerable<ModelRow> List(IDbConnection connection, ListQuery query)
    {
        var (where, order) = Keyset.Sql(query, "name");
        return connection.Query<ModelRow>(
            $"SELECT {ModelColumns} FROM models WHERE {where} ORDER BY {order} LIMIT @Take",
            new { query.After, query.Before, Take = Keyset.Take(query) });
    }

    public static IEnumerable<ModelRow> ListAll(IDbConnection connection) =>
        connection.Query<ModelRow>($"SELECT {ModelColumns} FROM models ORDER BY name");

    public static ModelRow? Find(IDbConnection connection, string name) =>
        connection.QueryFirstOrDefault<ModelRow>($"SELECT {ModelColumns} FROM models WHERE name = @name", new { name });

    public static ILookup<string, TargetRow> Targets(IDbConnection connection) =>
        connection.Query<TargetRow>($"SELECT {TargetColumns} FROM model_targets ORDER BY model, priority, provider_id, target_model")
            .ToLookup(target => target.Model);

    public static IEnumerable<TargetRow> Targets(IDbConnection connection, string name) => connection.Query<TargetRow>(
        $"SELECT {TargetColumns} FROM model_targets WHERE model = @name ORDER BY priority, provider_id, target_model", new { name });

    public static IEnumerable<string> ModelsAt(IDbConnection connection, string providerId) => connection.Query<string>(
        "SELECT DISTINCT model FROM model_targets WHERE provider_id = @providerId ORDER BY model", new { providerId });

    public static IEnumerable<PriceRow> Prices(IDbConnection connection, string name) => connection.Query<PriceRow>(
        $"SELECT {PriceColumns} FROM model_prices WHERE model = @name ORDER BY effective_from DESC", new { name });

    public static IEnumerable<ModelRow> OfTier(IDbConnection connection, string tier) =>
        connection.Query<ModelRow>($"SELECT {ModelColumns} FROM models WHERE tier = @tier ORDER BY name", new { tier });

    public static PriceRow? PriceAt(IDbConnection connection, string name, long time) => connection.QueryFirstOrDefault<PriceRow>(
        $"SELECT {PriceColumns} FROM model_prices WHERE model = @name AND effective_from <= @time ORDER BY effective_from DESC LIMIT 1",
        new { name, time });

    /// <summary>The price that began at the moment, also of a model that was deleted since.</summary>
    public static PriceRow? PriceFrom(IDbConnection connection, string name, long effectiveFrom) => connection.QueryFirstOrDefault<PriceRow>($"""
        SELECT {PriceColumns} FROM model_prices WHERE model = @name AND effective_from = @effectiveFrom
        UNION ALL
        SELECT {PriceColumns} FROM former_model_prices WHERE model = @name AND effective_from = @effectiveFrom
        """, new { name, effectiveFrom });

    public static Dictionary<string, PriceRow> PricesAt(IDbConnection connection, long time) => connection.Query<PriceRow>($"""
        SELECT {PriceColumns} FROM model_prices AS price
        WHERE effective_from = (SELECT MAX(effective_from) FROM model_prices AS other WHERE other.model = price.model AND other.effective_from <= @time)
        """, new { time }).ToDictionary(price => price.Model);

    public static void Upsert(IDbConnection connection, ModelRow row, IEnumerable<TargetRow> targets)
    {
        connection.Execute("""
            INSERT INTO models (name, tier, context_window, max_output_tokens, modalities, created_at, updated_at)
            VALUES (@Name, @Tier, @ContextWindow, @MaxOutputTokens, @Modalities, @CreatedAt, @UpdatedAt)
            ON CONFLICT (name) DO UPDATE SET tier = excluded.tier, context_window = excluded.context_window,
              max_output_tokens = excluded.max_output_tokens, modalities = excluded.modalities, updated_at = excluded.updated_at
            """, row);
        connection.Execute("DELETE FROM model_targets WHERE model = @Name", new { row.Name });
        connection.Execute("""
            INSERT INTO model_targets (model, provider_id, target_model, priority) VALUES (@Model, @ProviderId, @TargetModel, @Priority)
            """, targets);
    }

    /// <summary>Only prices that have not begun are ever replaced.</summary>
    public static void PutPrice(IDbConnection connection, PriceRow row) => connection.Execute("""
        INSERT INTO model_prices (model, effective_from, input_nanodollars, cached_input_nanodollars, output_nanodollars, reasoning_nanodollars)
        VALUES (@Model, @EffectiveFrom, @InputNanodollars, @CachedInputNanodollars, @OutputNanodollars, @ReasoningNanodollars)
        ON CONFLICT (model, effective_from) DO UPDATE SET input_nanodollars = excluded.input_nanodollars,
          cached_input_nanodollars = excluded.cached_input_nanodollars, output_nanodollars = excluded.output_nanodollars,
          reasoning_nanodollars = excluded.reasoning_nanodollars
        """, row);

    public static int DeletePrice(IDbConnection connection, string name, long effectiveFrom) => connection.Execute(
        "DELETE FROM model_prices WHERE model = @name AND effective_from = @effectiveFrom", new { name, effectiveFrom });

    public static int Delete(IDbConnection connection, string name) => connection.Execute("DELETE FROM models WHERE name = @name", new { name });
}
