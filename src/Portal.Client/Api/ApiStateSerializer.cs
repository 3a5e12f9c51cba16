using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Portal.Client.Api;

/// <summary>Writes <c>[PersistentState]</c> with the generated serializers; the trimmed browser build has no others.</summary>
sealed class ApiStateSerializer<T> : PersistentComponentStateSerializer<T>
{
    static readonly JsonTypeInfo<T> Info = (JsonTypeInfo<T>?)ApiJson.Default.GetTypeInfo(typeof(T))
        ?? throw new InvalidOperationException($"{typeof(T)} is kept for the browser but is not listed in {nameof(ApiJson)}.");

    public override void Persist(T value, IBufferWriter<byte> writer)
    {
        using var json = new Utf8JsonWriter(writer);
        JsonSerializer.Serialize(json, value, Info);
    }

    public override T Restore(ReadOnlySequence<byte> data)
    {
        var reader = new Utf8JsonReader(data);
        return JsonSerializer.Deserialize(ref reader, Info)!;
    }
}

public static class PageState
{
    /// <summary>What the first HTML was made of goes along to the browser; both sides must register it.</summary>
    public static IServiceCollection AddPageState(this IServiceCollection services) =>
        services.AddSingleton(typeof(PersistentComponentStateSerializer<>), typeof(ApiStateSerializer<>));
}
