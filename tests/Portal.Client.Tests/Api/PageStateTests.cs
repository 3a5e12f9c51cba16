using System.Buffers;
using System.Reflection;
using System.Text;
using Portal.Client.Access;
using Portal.Client.Api;
using Portal.Client.Assistants;
using Portal.Client.Projects;
using Portal.Client.Threads;

namespace Portal.Client.Tests.Api;

/// <summary>What is read by hand is what the generated serializers write: a field that one of the two forgets fails here.</summary>
public sealed class PageStateTests
{
    static readonly NullabilityInfoContext Nullability = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void State_ComesBackAsItWasKept(bool isFull)
    {
        var filler = new Filler(isFull);
        ComesBack<Session>(filler);
        ComesBack<ListPage<Project>>(filler);
        ComesBack<ListPage<ChatThread>>(filler);
        ComesBack<ListPage<Message>>(filler);
        ComesBack<IReadOnlyList<AssistantLine>>(filler);
        ComesBack<AssistantLine>(filler);
        ComesBack<ChatThread>(filler);
    }

    [Fact]
    public void State_OfOtherPages_ComesBackToo()
    {
        Assert.Null(PageStateReader.Find(typeof(Project)));
        ComesBack<Project>(new Filler(isFull: true));
    }

    static void ComesBack<T>(Filler filler)
    {
        var serializer = new ApiStateSerializer<T>();
        var kept = Keep(serializer, filler.Make<T>());

        Assert.Equal(kept, Keep(serializer, serializer.Restore(new(Encoding.UTF8.GetBytes(kept)))));
    }

    static string Keep<T>(ApiStateSerializer<T> serializer, T value)
    {
        var writer = new ArrayBufferWriter<byte>();
        serializer.Persist(value, writer);
        return Encoding.UTF8.GetString(writer.WrittenSpan);
    }

    /// <summary>Makes contracts whose every field has a value of its own; or none, where it may have none.</summary>
    sealed class Filler(bool isFull)
    {
        int count;

        public T Make<T>() => (T)Make(typeof(T));

        object Make(Type type)
        {
            count++;
            if (Nullable.GetUnderlyingType(type) is { } underlying) return Make(underlying);
            if (type == typeof(string)) return $"text \"{count}\" ü";
            if (type == typeof(long)) return 5_000_000_000 + count;
            if (type == typeof(int)) return count;
            if (type == typeof(decimal)) return 0.000_1m * count;
            if (type == typeof(bool)) return isFull;
            if (type.IsEnum) return type.GetEnumValues().GetValue(isFull ? type.GetEnumValues().Length - 1 : 0)!;
            if (type == typeof(MessageContent)) return isFull ? new MessageContent([Make<ContentPart>(), Make<ContentPart>()]) : new MessageContent("text");
            if (type == typeof(IReadOnlyDictionary<string, string>)) return new Dictionary<string, string> { ["key"] = Make<string>(), ["other"] = "" };
            if (type == typeof(IReadOnlyDictionary<string, IReadOnlyList<string>>)) return new Dictionary<string, IReadOnlyList<string>> { ["table"] = [Make<string>(), ""] };
            return type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? MakeList(type.GenericTypeArguments[0]) : MakeRecord(type);
        }

        Array MakeList(Type item)
        {
            var list = Array.CreateInstance(item, isFull ? 2 : 1);
            for (var index = 0; index < list.Length; index++) list.SetValue(Make(item), index);
            return list;
        }

        object MakeRecord(Type type)
        {
            var constructor = type.GetConstructors().MaxBy(one => one.GetParameters().Length)!;
            var made = constructor.Invoke([.. constructor.GetParameters().Select(field => MakeOrLeave(field.ParameterType, Nullability.Create(field)))]);
            var parameters = constructor.GetParameters().Select(field => field.Name).ToHashSet();
            foreach (var property in type.GetProperties().Where(property => property.CanWrite && !parameters.Contains(property.Name)))
            {
                // Of the answer to a POST only, which no page keeps.
                if (property.PropertyType != typeof(ReplyReference)) property.SetValue(made, MakeOrLeave(property.PropertyType, Nullability.Create(property)));
            }

            return made;
        }

        object? MakeOrLeave(Type type, NullabilityInfo nullability) =>
            isFull || nullability.WriteState != NullabilityState.Nullable ? Make(type) : null;
    }
}
