using System.Globalization;

namespace Mem0Sharp;

/// <content>The spaces of vectors that a file speaks of.</content>
internal abstract partial class SqliteSession
{
    /// <summary>The properties that say of which space the vectors are that count.</summary>
    protected static readonly (string Model, string Dimensions) SpaceProperties = ("embedding_model", "embedding_dimensions");

    /// <summary>The properties that say of which space the vectors are that are staged.</summary>
    protected static readonly (string Model, string Dimensions) NextSpaceProperties = ("next_embedding_model", "next_embedding_dimensions");

    /// <summary>Gets how far the file is on its way to another model.</summary>
    public StagedEmbeddings Staged()
    {
        using SqliteRows rows = Statement("""
            SELECT (SELECT count(*) FROM next_embeddings), (SELECT count(*) FROM embeddings)
                + (SELECT count(*) FROM late_embeddings WHERE sequence IS NULL AND hash NOT IN (SELECT hash FROM embeddings))
            """).Rows();
        rows.Read();
        return new StagedEmbeddings(Space(NextSpaceProperties), rows.GetInt64(0), rows.GetInt64(1));
    }

    protected EmbeddingSpace? Space((string Model, string Dimensions) properties)
    {
        using SqliteRows rows = Statement(
            "SELECT (SELECT value FROM properties WHERE name = $model), (SELECT value FROM properties WHERE name = $dimensions)",
            ("$model", properties.Model),
            ("$dimensions", properties.Dimensions)).Rows();
        rows.Read();
        return rows.IsNull(0)
            ? null
            : new EmbeddingSpace(rows.GetString(0), int.Parse(rows.GetString(1), CultureInfo.InvariantCulture));
    }
}
