using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Portal.Client.Api;

/// <summary>Writes <c>[PersistentState]</c> with the generated serializers; the trimmed browser build has no others.</summary>
sealed class ApiStateSerializer<T> : PersistentComponentStateSerializer<T>
{
    static readonly Func<JsonElement, T>? Reader = (Func<JsonElement, T>?)PageStateReader.Find(typeof(T));

    static JsonTypeInfo<T> Info => (JsonTypeInfo<T>?)ApiJson.Default.GetTypeInfo(typeof(T))
        ?? throw new InvalidOperationException($"{typeof(T)} is kept for the browser but is not listed in {nameof(ApiJson)}.");

    public override void Persist(T value, IBufferWriter<byte> writer)
    {
        using var json = new Utf8JsonWriter(writer);
        JsonSerializer.Serialize(json, value, Info);
    }

    public override T Restore(ReadOnlySequence<byte> data)
    {
        if (Reader is not null)
        {
            using var document = JsonDocument.Parse(data);
            return Reader(document.RootElement);
        }

        var reader = new Utf8JsonReader(data);
        return JsonSerializer.Deserialize(ref reader, Info)!;
    }
}

public static class PageState
{
    /// <summary>
    /// What the first HTML was made of goes along to the browser; both sides must register it. Only the pages' own state:
    /// the manager would also keep services (the antiforgery token, a list of assets that no page asks for), which the
    /// browser restores by reflection at every start.
    /// </summary>
    public static IServiceCollection AddPageState(this IServiceCollection services)
    {
        // One for the browser, one for each page on the server.
        if (services.LastOrDefault(service => service.ServiceType == typeof(ComponentStatePersistenceManager)) is { } manager)
            services.Replace(new(manager.ServiceType, provider => new ComponentStatePersistenceManager(provider.GetRequiredService<ILogger<ComponentStatePersistenceManager>>()), manager.Lifetime));
        return services.AddSingleton(typeof(PersistentComponentStateSerializer<>), typeof(ApiStateSerializer<>));
    }
}
