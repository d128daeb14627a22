package org.tidings.filter;

import static org.apache.activemq.artemis.selector.strict.StrictParserConstants.AND;
import static org.apache.activemq.artemis.selector.strict.StrictParserConstants.BETWEEN;
import static org.apache.activemq.artemis.selector.strict.StrictParserConstants.DECIMAL_LITERAL;
import static org.apache.activemq.artemis.selector.strict.StrictParserConstants.EOF;
import static org.apache.activemq.artemis.selector.strict.StrictParserConstants.ESCAPE;
import static org.apache.activemq.artemis.selector.strict.StrictParserConstants.FALSE;
import static org.apache.activemq.artemis.selector.strict.StrictParserConstants.FLOATING_POINT_LITERAL;
import static org.apache.activemq.artemis.selector.strict.StrictParserConstants.HEX_LITERAL;
import static org.apache.activemq.artemis.selector.strict.StrictParserConstants.ID;
import static org.apache.activemq.artemis.selector.strict.StrictParserConstants.LIKE;
import static org.apache.activemq.artemis.selector.strict.StrictParserConstants.NOT;
import static org.apache.activemq.artemis.selector.strict.StrictParserConstants.OCTAL_LITERAL;
import static org.apache.activemq.artemis.selector.strict.StrictParserConstants.OR;
import static org.apache.activemq.artemis.selector.strict.StrictParserConstants.QUOTED_ID;
import static org.apache.activemq.artemis.selector.strict.StrictParserConstants.STRING_LITERAL;
import static org.apache.activemq.artemis.selector.strict.StrictParserConstants.TRUE;
import static org.apache.activemq.artemis.selector.strict.StrictParserConstants.XPATH;
import static org.apache.activemq.artemis.selector.strict.StrictParserConstants.XQUERY;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.activemq.artemis.selector.strict.SimpleCharStream;
import org.apache.activemq.artemis.selector.strict.StrictParserTokenManager;
import org.apache.activemq.artemis.selector.strict.Token;
import org.apache.activemq.artemis.selector.strict.TokenMgrError;

/**
 * A filter's words, before they are parsed: bounded, without what the library does dangerously, and with each name replaced by
 * a word for an {@link Operand}.
 *
 * <p>The library compares text with text and numbers with numbers, and headers are all text. So what a header is taken for
 * depends on the comparison that it stands in, which is what lies between two of {@code AND} and {@code OR}.
 */
final class FilterWords {

    private static final int MAX_LENGTH = 1_024;
    private static final int MAX_WORDS = 256;
    private static final int MAX_DEPTH = 32;
    /** Beyond it a number would be none that headers are compared with. */
    private static final int MAX_DIGITS = 18;

    private static final Set<Integer> NUMBERS =
            Set.of(DECIMAL_LITERAL, HEX_LITERAL, OCTAL_LITERAL, FLOATING_POINT_LITERAL);
    private static final Set<String> BETWEEN_NUMBERS = Set.of("<", "<=", ">", ">=", "+", "-", "*", "/", "%");

    /** With this begins what stands in the place of a name, and no name in a filter. */
    private static final char REPLACED = '?';

    private final List<Token> words = new ArrayList<>();
    private final Map<String, Operand> operands = new HashMap<>();

    private FilterWords() {}

    static FilterWords of(String text) throws BadFilter {
        if (text.length() > MAX_LENGTH) {
            throw new BadFilter("the filter is longer than " + MAX_LENGTH + " characters");
        }
        FilterWords read = new FilterWords();
        read.scan(text);
        read.takeOutLikes();
        read.nameOperands();
        return read;
    }

    /** What each replaced name stands for. */
    Map<String, Operand> operands() {
        return Map.copyOf(operands);
    }

    /** The words one after the other; behind them the end, again and again. */
    StrictParserTokenManager forParser() {
        return new StrictParserTokenManager(new SimpleCharStream(new StringReader(""))) {
            private int next;

            @Override
            public Token getNextToken() {
                return words.get(Math.min(next++, words.size() - 1));
            }
        };
    }

    private void scan(String text) throws BadFilter {
        SimpleCharStream characters = new SimpleCharStream(new StringReader(text), 1, 1, MAX_LENGTH + 1);
        StrictParserTokenManager scanner = new StrictParserTokenManager(characters);
        int depth = 0;
        int signs = 0;
        try {
            Token word;
            do {
                word = scanner.getNextToken();
                words.add(word);
                if (words.size() > MAX_WORDS) {
                    throw at(word, "has more than " + MAX_WORDS + " words");
                }
                if (word.kind == XPATH || word.kind == XQUERY) {
                    throw at(word, "asks for the payload");
                }
                if (NUMBERS.contains(word.kind) && word.image.length() > MAX_DIGITS) {
                    throw at(word, "has too long a number");
                }
                boolean sign = word.kind == NOT || word.image.equals("-") || word.image.equals("+");
                signs = sign ? signs + 1 : 0;
                depth += word.image.equals("(") ? 1 : word.image.equals(")") ? -1 : 0;
                if (depth + signs > MAX_DEPTH) {
                    throw at(word, "nests deeper than " + MAX_DEPTH);
                }
            } while (word.kind != EOF);
        } catch (TokenMgrError noWord) {
            throw BadFilter.at(
                    Math.max(1, characters.getEndLine()), Math.max(1, characters.getEndColumn()), "cannot be read");
        }
    }

    private static BadFilter at(Token word, String what) {
        return BadFilter.at(word.beginLine, word.beginColumn, what);
    }

    /** A name, LIKE and a text become one name, which stands for what the whole says. */
    private void takeOutLikes() throws BadFilter {
        for (int i = 0; i < words.size(); i++) {
            if (words.get(i).kind != LIKE) {
                continue;
            }
            boolean not = i > 1 && words.get(i - 1).kind == NOT;
            int name = not ? i - 2 : i - 1;
            if (name < 0 || !isName(words.get(name))) {
                throw at(words.get(i), "has LIKE behind something else than a name");
            }
            Token text = literal(i + 1);
            int behind = i + 2;
            int escape = -1;
            if (words.get(behind).kind == ESCAPE) {
                String character = unquoted(literal(behind + 1));
                if (character.length() != 1) {
                    throw at(words.get(behind), "wants one character to escape with");
                }
                escape = character.charAt(0);
                behind += 2;
            }
            Token whole = words.get(name);
            replace(whole, new Operand.Like(field(whole), new LikePattern(unquoted(text), escape)));
            words.subList(name, behind).clear();
            words.add(name, whole);
            if (not) {
                Token negation = new Token(NOT, "NOT");
                negation.beginLine = whole.beginLine;
                negation.beginColumn = whole.beginColumn;
                words.add(name, negation);
            }
            i = name + (not ? 1 : 0);
        }
    }

    private Token literal(int index) throws BadFilter {
        Token word = words.get(Math.min(index, words.size() - 1));
        if (word.kind != STRING_LITERAL) {
            throw at(word, "wants a text in quotes");
        }
        return word;
    }

    private static String unquoted(Token literal) {
        return literal.image.substring(1, literal.image.length() - 1).replace("''", "'");
    }

    private void nameOperands() {
        int start = 0;
        boolean between = false;
        for (int i = 0; i < words.size(); i++) {
            int kind = words.get(i).kind;
            between |= kind == BETWEEN;
            if (kind == EOF || kind == OR || kind == AND && !between) {
                nameOperands(words.subList(start, i));
                start = i + 1;
            }
            between &= kind != AND && kind != OR;
        }
    }

    private void nameOperands(List<Token> comparison) {
        Function<FieldName, Operand> taken = takenFor(comparison);
        for (Token word : comparison) {
            if (isName(word)) {
                replace(word, taken.apply(field(word)));
            }
        }
    }

    private static Function<FieldName, Operand> takenFor(List<Token> comparison) {
        boolean compares = false;
        for (Token word : comparison) {
            if (NUMBERS.contains(word.kind) || word.kind == BETWEEN || BETWEEN_NUMBERS.contains(word.image)) {
                return Operand.Number::new;
            }
            compares |= word.kind != ID
                    && word.kind != QUOTED_ID
                    && word.kind != NOT
                    && word.kind != TRUE
                    && word.kind != FALSE
                    && !word.image.equals("(")
                    && !word.image.equals(")");
        }
        boolean truth = comparison.stream().anyMatch(word -> word.kind == TRUE || word.kind == FALSE);
        return truth || !compares ? Operand.Truth::new : Operand.Words::new;
    }

    /** Whether it is one that was not replaced yet. */
    private static boolean isName(Token word) {
        return word.kind == QUOTED_ID || word.kind == ID && word.image.charAt(0) != REPLACED;
    }

    private static FieldName field(Token name) {
        return new FieldName(
                name.kind == ID
                        ? name.image
                        : name.image.substring(1, name.image.length() - 1).replace("\"\"", "\""));
    }

    private void replace(Token name, Operand operand) {
        name.kind = ID;
        name.image = REPLACED + Integer.toString(operands.size());
        operands.put(name.image, operand);
    }
}
