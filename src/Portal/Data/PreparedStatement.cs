using System.Data;
using System.Runtime.CompilerServices;

namespace Portal.Data;

/// <summary>
/// A statement that runs thousands of times a second, compiled once for each connection. Its parameters are named in the
/// order in which their values are given.
/// </summary>
internal sealed class PreparedStatement(string sql, params string[] parameters)
{
    readonly ConditionalWeakTable<IDbConnection, IDbCommand> commands = [];

    public int Execute(IDbConnection connection, params ReadOnlySpan<object?> values) => Bound(connection, values).ExecuteNonQuery();

    /// <summary>The first column of the first row; null where there is none.</summary>
    public object? Scalar(IDbConnection connection, params ReadOnlySpan<object?> values) => Bound(connection, values).ExecuteScalar();

    IDbCommand Bound(IDbConnection connection, ReadOnlySpan<object?> values)
    {
        var command = commands.GetValue(connection, Compile);
        for (var index = 0; index < values.Length; index++) ((IDataParameter)command.Parameters[index]!).Value = values[index] ?? DBNull.Value;
        return command;
    }

    IDbCommand Compile(IDbConnection connection)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
