package io.github.camelelevenlabs.stt.repository;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** Tells of every call of its connections and their prepared statements before it is made. */
class WatchedDataSource implements DataSource {

    /** Throws in place of the call. */
    interface Watcher {
        void beforeCall(String method) throws SQLException;
    }

    private final DataSource database;
    private final Watcher watcher;

    WatchedDataSource(DataSource database, Watcher watcher) {
        this.database = database;
        this.watcher = watcher;
    }

    /** A pool of one connection, which closing only gives back. */
    static DataSource ofOne(Connection connection) {
        return proxy(
                DataSource.class,
                null,
                (method, call) -> method.equals("getConnection")
                        ? proxy(
                                Connection.class,
                                connection,
                                (inner, real) -> inner.equals("close") ? null : real.get())
                        : call.get());
    }

    @Override
    public Connection getConnection() throws SQLException {
        return proxy(Connection.class, database.getConnection(), (method, call) -> {
            watcher.beforeCall(method);
            Object result = call.get();
            return method.equals("prepareStatement") ? watched((PreparedStatement) result) : result;
        });
    }

    private PreparedStatement watched(PreparedStatement statement) {
        return proxy(PreparedStatement.class, statement, (method, call) -> {
            watcher.beforeCall(method.equals("setQueryTimeout") ? method + " " + call.argument() : method);
            return call.get();
        });
    }

    private interface Call {
        Object get() throws Throwable;

        default Object argument() {
            return null;
        }
    }

    private interface Handler {
        Object handle(String method, Call call) throws Throwable;
    }

    private static <T> T proxy(Class<T> type, Object real, Handler handler) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> handler.handle(method.getName(), new Call() {
                    @Override
                    public Object get() throws Throwable {
                        try {
                            return method.invoke(real, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    }

                    @Override
                    public Object argument() {
                        return arguments[0];
                    }
                })));
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return database.getConnection(user, password);
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return database.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        database.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        database.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return database.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getGlobal();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return database.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return database.isWrapperFor(type);
    }
}
