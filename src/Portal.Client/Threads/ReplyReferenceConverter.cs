using System.Text.Json;
using System.Text.Json.Serialization;
using Portal.Client.Api;

namespace Portal.Client.Threads;

/// <summary>Writes <c>{"id","status"}</c>, or the finished message whole.</summary>
sealed class ReplyReferenceConverter : JsonConverter<ReplyReference>
{
    public override ReplyReference Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
    {
        var json = JsonElement.ParseValue(ref reader);
        if (json.TryGetProperty("object", out _))
        {
            var message = json.Deserialize(ApiJson.Default.Message)!;
            return new(message.Id, message.Status, message);
        }

        return new(json.GetProperty("id").GetString()!, json.GetProperty("status").Deserialize(ApiJson.Default.MessageStatus));
    }

    public override void Write(Utf8JsonWriter writer, ReplyReference value, JsonSerializerOptions options)
    {
        if (value.Message is not null)
        {
            JsonSerializer.Serialize(writer, value.Message, ApiJson.Default.Message);
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("id", value.Id);
        writer.WritePropertyName("status");
        JsonSerializer.Serialize(writer, value.Status, ApiJson.Default.MessageStatus);
        writer.WriteEndObject();
    }
}
