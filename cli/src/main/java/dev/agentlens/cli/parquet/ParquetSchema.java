/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.parquet;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.JsonType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.MicroSeconds;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.StringType;
import org.apache.parquet.format.TimeUnit;
import org.apache.parquet.format.TimestampType;
import org.apache.parquet.format.Type;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/**
 * The columns of a file, each of which may be null.
 *
 * @param name of a row
 */
public record ParquetSchema(String name, List<Column> columns) {

    private static final Set<Kind> HARDLY_REPEATED = EnumSet.of(Kind.ID, Kind.JSON, Kind.TIME);

    /** A column, and what its cells are. */
    public record Column(String name, Kind kind) {}

    /** What a cell is: {@code ID} a text that hardly repeats, {@code TIME} in microseconds since 1970, UTC. */
    public enum Kind {
        ID(PrimitiveTypeName.BINARY),
        TEXT(PrimitiveTypeName.BINARY),
        JSON(PrimitiveTypeName.BINARY),
        TIME(PrimitiveTypeName.INT64),
        INTEGER(PrimitiveTypeName.INT64),
        DECIMAL(PrimitiveTypeName.DOUBLE);

        private final PrimitiveTypeName type;

        Kind(PrimitiveTypeName type) {
            this.type = type;
        }
    }

    MessageType messageType() {
        Types.MessageTypeBuilder message = Types.buildMessage();
        columns.forEach(column -> message.addField(primitive(column)));
        return message.named(name);
    }

    /** Columns whose values hardly ever repeat. */
    List<String> withoutDictionary() {
        return columns.stream()
                .filter(column -> HARDLY_REPEATED.contains(column.kind()))
                .map(Column::name)
                .toList();
    }

    private static PrimitiveType primitive(Column column) {
        Types.PrimitiveBuilder<PrimitiveType> primitive = Types.optional(column.kind().type);
        return switch (column.kind()) {
            case ID, TEXT -> primitive.as(LogicalTypeAnnotation.stringType()).named(column.name());
            case JSON -> primitive.as(LogicalTypeAnnotation.jsonType()).named(column.name());
            case TIME ->
                primitive
                        .as(LogicalTypeAnnotation.timestampType(true, LogicalTypeAnnotation.TimeUnit.MICROS))
                        .named(column.name());
            case INTEGER, DECIMAL -> primitive.named(column.name());
        };
    }

    /** As the footer has them: the row itself, then its columns. */
    List<SchemaElement> elements() {
        List<SchemaElement> elements = new ArrayList<>();
        elements.add(new SchemaElement(name).setNum_children(columns.size()));
        columns.forEach(column -> elements.add(element(column)));
        return elements;
    }

    private static SchemaElement element(Column column) {
        SchemaElement element = new SchemaElement(column.name())
                .setType(format(column.kind().type))
                .setRepetition_type(FieldRepetitionType.OPTIONAL);
        return switch (column.kind()) {
            case ID, TEXT ->
                element.setConverted_type(ConvertedType.UTF8).setLogicalType(LogicalType.STRING(new StringType()));
            case JSON -> element.setConverted_type(ConvertedType.JSON).setLogicalType(LogicalType.JSON(new JsonType()));
            case TIME ->
                element.setConverted_type(ConvertedType.TIMESTAMP_MICROS)
                        .setLogicalType(
                                LogicalType.TIMESTAMP(new TimestampType(true, TimeUnit.MICROS(new MicroSeconds()))));
            case INTEGER, DECIMAL -> element;
        };
    }

    static Type format(PrimitiveTypeName type) {
        return type == PrimitiveTypeName.BINARY ? Type.BYTE_ARRAY : Type.valueOf(type.name());
    }
}
