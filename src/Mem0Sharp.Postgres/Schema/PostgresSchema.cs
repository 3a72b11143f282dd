namespace Mem0Sharp.Postgres;

/// <summary>The tables, made and changed by numbered steps: each once, in order, under a lock that all hosts share.</summary>
/// <remarks>
/// <c>history</c> is the log, <c>memories</c> has the newest version of each memory, <c>vectors</c> what is compared. The three are
/// divided by <c>owner</c>, a hash of the user (or, without one, the agent, run or app) that a memory was born with: what one user has
/// lies in one partition. <c>memory_ids</c>
/// leads from an id there, <c>owners</c> from an agent, a run or an app to the owners that have memories of it, and <c>links</c> from an id to
/// those that link to it. <c>state</c> has one row: where the log ends; <c>projection</c> one where the log is elsewhere: how far it
/// was applied, with the versions of what is gone in <c>deleted_versions</c>. Whoever writes holds it until the commit, so sequences are given in the
/// order of the commits and none is missing. <c>recent_writes</c> tells a
/// host whose answer was lost that its write happened. <c>mem0_history</c> shows the log with Mem0's names.
/// </remarks>
internal static class PostgresSchema
{
    /// <summary>The format that this version of the library writes: how many steps there are.</summary>
    public static int Version => Steps(1).Length;

    /// <summary>Makes the table of the steps that were made.</summary>
    public const string FormatTable = "CREATE TABLE %.format (step integer PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())";

    /// <summary>Gets the steps from nothing to the newest format.</summary>
    /// <param name="partitions">How many partitions a table has.</param>
    public static string[] Steps(int partitions) => [First(partitions)];

    // A sequence is unique within its owner by the key, and among all because the row of the state is locked.
    private static string First(int partitions) => $"""
        CREATE TABLE state (
            id             smallint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
            epoch          bigint NOT NULL,
            sequence       bigint NOT NULL,
            model          text,
            dimensions     integer,
            next_model     text,
            next_dimensions integer,
            erasures_hash  text NOT NULL DEFAULT ''
        ) WITH (fillfactor = 20);

        CREATE TABLE projection (
            id         smallint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
            epoch      bigint NOT NULL,
            sequence   bigint NOT NULL,
            model      text NOT NULL,
            dimensions integer NOT NULL
        );
        CREATE SEQUENCE numbers;

        CREATE TABLE deleted_versions (
            memory_id text COLLATE "C" PRIMARY KEY,
            version   integer NOT NULL
        );

        CREATE TABLE recent_writes (
            id      text COLLATE "C" PRIMARY KEY,
            made_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE INDEX recent_writes_by_time ON recent_writes (made_at);

        CREATE TABLE history (
            owner           bigint NOT NULL,
            sequence        bigint NOT NULL,
            id              text NOT NULL,
            memory_id       text COLLATE "C" NOT NULL,
            event           smallint NOT NULL,
            recorded_at     bigint NOT NULL,
            reason          text,
            changed_by      text COLLATE "C",
            changed_by_role text,
            record          text NOT NULL,
            text_hash       bytea NOT NULL,
            old_hash        text,
            new_hash        text NOT NULL,
            PRIMARY KEY (owner, sequence)
        ) PARTITION BY HASH (owner);
        CREATE INDEX history_by_memory ON history (memory_id, sequence);
        CREATE INDEX history_by_sequence ON history (sequence);
        CREATE INDEX history_by_text ON history (text_hash);
        CREATE INDEX history_by_time ON history (recorded_at, sequence);

        CREATE TABLE memories (
            owner         bigint NOT NULL,
            number        bigint NOT NULL,
            memory_id     text COLLATE "C" NOT NULL,
            version       integer NOT NULL,
            sequence      bigint NOT NULL,
            text_sequence bigint NOT NULL,
            is_deleted    boolean NOT NULL,
            record        text NOT NULL,
            new_hash      text NOT NULL,
            text_hash     bytea NOT NULL,
            user_id       text COLLATE "C",
            app_id        text COLLATE "C",
            agents        text[] COLLATE "C" NOT NULL,
            runs          text[] COLLATE "C" NOT NULL,
            actor_id      text COLLATE "C",
            trust         smallint NOT NULL,
            expires_at    bigint,
            review_of     text,
            terms         tsvector NOT NULL,
            term_count    integer NOT NULL,
            PRIMARY KEY (owner, number)
        ) PARTITION BY HASH (owner);
        CREATE INDEX memories_by_sequence ON memories (sequence);
        CREATE INDEX memories_by_number ON memories (number);
        CREATE INDEX memories_by_user ON memories (owner, user_id, number);
        CREATE INDEX memories_by_app ON memories (app_id, number) WHERE app_id IS NOT NULL;
        CREATE INDEX memories_by_agent ON memories USING gin (agents) WHERE agents <> '{Empty}';
        CREATE INDEX memories_by_run ON memories USING gin (runs) WHERE runs <> '{Empty}';
        CREATE INDEX memories_by_actor ON memories (actor_id) WHERE actor_id IS NOT NULL;
        CREATE INDEX memories_in_review ON memories (number) WHERE review_of IS NOT NULL;
        CREATE INDEX memories_by_term ON memories USING gin (terms);

        CREATE TABLE vectors (
            owner     bigint NOT NULL,
            number    bigint NOT NULL,
            user_id   text COLLATE "C",
            app_id    text COLLATE "C",
            agents    text[] COLLATE "C" NOT NULL,
            runs      text[] COLLATE "C" NOT NULL,
            embedding %:vector NOT NULL,
            PRIMARY KEY (owner, number)
        ) PARTITION BY HASH (owner);

        {Divide("history", partitions)}
        {Divide("memories", partitions)}
        {Divide("vectors", partitions)}

        CREATE TABLE memory_ids (
            memory_id text COLLATE "C" PRIMARY KEY,
            owner     bigint NOT NULL,
            number    bigint NOT NULL
        );

        CREATE TABLE owners (
            kind  smallint NOT NULL,
            value text COLLATE "C" NOT NULL,
            owner bigint NOT NULL,
            PRIMARY KEY (kind, value, owner)
        );

        CREATE TABLE links (
            target_id text COLLATE "C" NOT NULL,
            memory_id text COLLATE "C" NOT NULL,
            PRIMARY KEY (target_id, memory_id)
        );

        CREATE TABLE embeddings (
            number bigint GENERATED ALWAYS AS IDENTITY,
            hash   bytea PRIMARY KEY,
            vector real[] NOT NULL
        );

        CREATE TABLE next_embeddings (
            hash   bytea PRIMARY KEY,
            vector real[] NOT NULL
        );

        CREATE TABLE late_embeddings (
            hash     bytea PRIMARY KEY,
            sequence bigint
        );

        CREATE TABLE rejections (
            scope       text COLLATE "C" NOT NULL,
            value       text COLLATE "C" NOT NULL,
            rejected_at bigint NOT NULL,
            PRIMARY KEY (scope, value)
        );

        CREATE TABLE calls (
            key         text COLLATE "C" PRIMARY KEY,
            request     text NOT NULL,
            outcome     text,
            holds_facts boolean NOT NULL,
            memory_ids  text[] NOT NULL,
            called_at   bigint NOT NULL,
            user_id     text,
            agent_id    text,
            run_id      text,
            app_id      text
        );
        CREATE INDEX calls_by_time ON calls (called_at);
        CREATE INDEX calls_by_memory ON calls USING gin (memory_ids);

        CREATE TABLE erasures (
            number    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            sequence  bigint NOT NULL,
            memory_id text COLLATE "C" NOT NULL UNIQUE,
            version   integer NOT NULL,
            erased_at bigint NOT NULL
        );
        CREATE INDEX erasures_by_sequence ON erasures (sequence);

        CREATE TABLE queue (
            number    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            id        text COLLATE "C" NOT NULL UNIQUE,
            kind      smallint NOT NULL,
            owner     text COLLATE "C" NOT NULL,
            content   text NOT NULL,
            queued_at bigint NOT NULL,
            attempts  integer NOT NULL,
            error     text,
            set_aside boolean NOT NULL,
            key       text UNIQUE,
            request   text,
            user_id   text,
            agent_id  text,
            run_id    text,
            app_id    text
        );
        CREATE INDEX queue_by_owner ON queue (owner);

        CREATE VIEW mem0_history WITH (security_invoker = true) AS
            SELECT h.id, h.memory_id,
                CASE WHEN lag(h.event) OVER memory = {(int)MemoryEvent.Delete} THEN NULL ELSE lag(h.record) OVER memory::jsonb ->> 'memory' END AS old_memory,
                CASE WHEN h.event = {(int)MemoryEvent.Delete} THEN NULL ELSE h.record::jsonb ->> 'memory' END AS new_memory,
                (ARRAY['ADD', 'UPDATE', 'DELETE', 'LINK', 'RESTORE'])[h.event + 1] AS event,
                h.record::jsonb ->> 'created_at' AS created_at,
                h.record::jsonb ->> 'updated_at' AS updated_at,
                h.event = {(int)MemoryEvent.Delete} AS is_deleted,
                h.record::jsonb ->> 'actor_id' AS actor_id,
                h.record::jsonb ->> 'role' AS role,
                h.sequence
            FROM history h
            WINDOW memory AS (PARTITION BY h.memory_id ORDER BY h.sequence);

        {Statistics.KeepContentOut};
        """;

    private const string Empty = "{}";

    private static string Divide(string table, int partitions) => string.Join("\n", Enumerable.Range(0, partitions).Select(
        part => $"CREATE TABLE {table}_{part} PARTITION OF {table} FOR VALUES WITH (MODULUS {partitions}, REMAINDER {part});"));
}
